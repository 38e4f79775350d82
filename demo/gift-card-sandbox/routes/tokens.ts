import { toCasing } from '../casing.ts';
import { Problem } from '../problem.ts';
import type { Sandbox } from '../sandbox.ts';
import { onlyMethods, type SandboxApp } from './only-methods.ts';

/** `POST /v1/Tokens`: no body, the credentials in two headers (gift-card-api.md section 2). */
export function addTokenRoutes(app: SandboxApp, { settings, switches, tokens }: Sandbox): void {
  app.post('/v1/Tokens', (c) => {
    const email = c.req.header('Email');
    const accessToken = c.req.header('AccessToken');
    if (email === settings.disabledEmail && accessToken === settings.disabledAccessToken) {
      throw new Problem(403);
    }
    if (email !== settings.email || accessToken !== settings.accessToken) throw new Problem(401);
    const { tokenSeconds, casing } = switches.current();
    const body = { Value: tokens.issue(tokenSeconds * 1000), ExpiresIn: tokenSeconds };
    return c.json(toCasing(body, casing));
  });
  onlyMethods(app, '/v1/Tokens', 'POST');
}
