//! The bare program behind a bare actix.

use actix_web::{
    App, HttpResponse, HttpServer,
    web::{self, Data, Path},
};
use diesel::{PgConnection, SqliteConnection, r2d2::R2D2Connection};

use super::{
    Bare, Sizes,
    base::{Base, Write},
};

/// Serves until it is killed, and says where.
pub fn serve(url: &str, connections: u32, workers: usize, sizes: Sizes) {
    actix_web::rt::System::new().block_on(async {
        match url.strip_prefix("sqlite:") {
            Some(path) => on::<SqliteConnection>(path, connections, workers, sizes).await,
            None => on::<PgConnection>(url, connections, workers, sizes).await,
        }
    });
}

async fn on<C: Base + R2D2Connection>(url: &str, connections: u32, workers: usize, sizes: Sizes) {
    let bare = Data::new(Bare::<C>::open(url, connections, sizes));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(bare.clone())
            .route("/hello", web::get().to(|| async { HttpResponse::Ok().body("hello") }))
            .route("/read/{id}", web::get().to(read::<C>))
            .route("/create", web::post().to(create::<C>))
            .route("/move/{id}/{from}/{to}", web::post().to(advance::<C>))
            .route("/whole/create", web::post().to(create_whole::<C>))
            .route("/whole/move/{id}/{from}/{to}", web::post().to(advance_whole::<C>))
    });
    let server = server.workers(workers).bind("127.0.0.1:0").expect("an address to listen on");
    println!("listens on http://{}", server.addrs()[0]);
    server.run().await.expect("the bare server runs");
}

async fn read<C: Base + R2D2Connection>(bare: Data<Bare<C>>, id: Path<String>) -> HttpResponse {
    let inner = bare.clone();
    let body = web::block(move || inner.select(&id)).await.expect("a select");
    bare.writer.write(Write::Nothing).await;
    HttpResponse::Ok().body(body)
}

async fn create<C: Base + R2D2Connection>(bare: Data<Bare<C>>) -> HttpResponse {
    told(bare.writer.write(Write::Create(bare.new_handover())).await)
}

async fn advance<C: Base + R2D2Connection>(bare: Data<Bare<C>>, at: Path<(String, String, String)>) -> HttpResponse {
    let (id, from, to) = at.into_inner();
    told(bare.writer.write(Write::Move(id, from, to)).await)
}

async fn create_whole<C: Base + R2D2Connection>(bare: Data<Bare<C>>) -> HttpResponse {
    let new = bare.new_handover();
    told(bare.into_inner().wholly(Write::CreateWhole(new)).await)
}

async fn advance_whole<C: Base + R2D2Connection>(bare: Data<Bare<C>>, at: Path<(String, String, String)>) -> HttpResponse {
    let (id, from, to) = at.into_inner();
    told(bare.into_inner().wholly(Write::MoveWhole(id, from, to)).await)
}

fn told(changed: usize) -> HttpResponse {
    if changed == 1 { HttpResponse::Ok().body("1") } else { HttpResponse::Conflict().body("0") }
}
