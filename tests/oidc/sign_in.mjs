// Signs a person in as a browser would, and prints the access token their application gets.
// Usage: node sign_in.mjs ADDRESS PERSON RESOURCE SCOPE
import { createHash, randomBytes } from 'node:crypto';

const [address, person, resource, scope] = process.argv.slice(2);
const cookies = new Map();

async function visit(url, form) {
  const response = await fetch(url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    body: form && new URLSearchParams(form),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
    cookies.set(name, value);
  }
  return response;
}

async function granted(url) {
  for (let step = 0; step < 20; step += 1) {
    if (url.origin !== address) return url.searchParams;
    let response = await visit(url);
    if (response.status === 200) {
      const page = await response.text();
      const prompt = page.match(/name="prompt" value="(\w+)"/)?.[1];
      const form = { login: { prompt, login: person, password: 'any' }, consent: { prompt } }[prompt];
      if (!form) throw new Error(`an unexpected page: ${page}`);
      response = await visit(new URL(page.match(/action="([^"]+)"/)[1], url), form);
    }
    const next = response.headers.get('location');
    if (!next) throw new Error(`${response.status} at ${url}: ${await response.text()}`);
    url = new URL(next, url);
  }
  throw new Error('signing in comes to no end');
}

const verifier = randomBytes(32).toString('base64url');
const redirect = 'https://portal.example/callback';
const asked = new URL('/auth', address);
asked.search = new URLSearchParams({
  client_id: 'school-portal',
  response_type: 'code',
  redirect_uri: redirect,
  scope: `openid ${scope}`,
  resource,
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
});
const answer = await granted(asked);
const code = answer.get('code');
if (!code) throw new Error(`no code: ${answer}`);
const token = await visit(new URL('/token', address), {
  grant_type: 'authorization_code',
  client_id: 'school-portal',
  redirect_uri: redirect,
  code_verifier: verifier,
  code,
  resource,
});
const body = await token.json();
if (!body.access_token) throw new Error(JSON.stringify(body));
console.log(body.access_token);
