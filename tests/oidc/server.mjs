// An identity provider of a region: oidc-provider, over HTTPS, with the people of this region.
// Takes a file of settings: { certificate, key, issuer?, kid, people, scopes }; says where it listens.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const signing = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: settings.kid, alg: 'ES256', use: 'sig' };

const server = createServer({ cert: settings.certificate, key: settings.key });
server.listen(0, '127.0.0.1', () => {
  const address = `https://127.0.0.1:${server.address().port}`;
  const provider = new Provider(settings.issuer ?? address, {
    clients: [{
      client_id: 'school-portal',
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: 'ES256',
      redirect_uris: ['https://portal.example/callback'],
    }],
    jwks: { keys: [signing] },
    cookies: { keys: ['not a secret: this server lives as long as a test'] },
    findAccount: (ctx, id) => (settings.people[id] ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
    extraTokenClaims: (ctx, token) => settings.people[token.accountId],
    features: {
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (ctx, resource) => ({
          audience: resource,
          scope: settings.scopes,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  console.log(`the identity provider listens on ${address}`);
});
