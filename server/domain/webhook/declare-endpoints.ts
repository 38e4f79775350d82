import type { WebhookEvent } from '../../../shared/contract/webhook.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Sealer } from '../claim/sealer.ts';
import { DomainError } from '../errors.ts';
import type { Ids } from '../ids.ts';
import type { Rows } from '../store.ts';
import { newEndpoint, stepOf } from './make-endpoint.ts';
import type { WebhookEndpoint } from './webhook.ts';
import { newSecret, openWebhookSecrets } from './webhook-secret.ts';

/** An endpoint of the configuration file, with its secrets taken from where it pointed. All of them sign. */
export type DeclaredEndpoint = {
  name: string;
  url: string;
  events: WebhookEvent[] | null;
  secrets: string[];
};

type DeclareParts = { ids: Ids; sealer: Sealer };

type Declared = { siteId: string; endpoints: DeclaredEndpoint[]; now: number };

/**
 * Makes the declared endpoints of a site true, inside the write that applies its file. Declaring the same again changes
 * nothing: one that was disabled stays so until its address is another. One that left the file ends. Whether anything
 * changed. Throws `conflict` for a name that an endpoint of the API has.
 */
export async function declareEndpoints(
  rows: Rows,
  parts: DeclareParts,
  { siteId, endpoints, now }: Declared,
): Promise<boolean> {
  const stored = await rows.webhookEndpoints.ofSite(siteId);
  const changes: boolean[] = [];
  for (const declared of endpoints) {
    const known = stored.find(({ name }) => name === declared.name);
    if (known?.managedBy === 'api') {
      throw new DomainError(
        'conflict',
        `The site ${siteId} has a webhook endpoint ${declared.name} that was made through the API: delete it, or declare another name.`,
      );
    }
    const endpoint = await declare(rows, parts, { siteId, declared, known, now });
    changes.push(endpoint !== known, await declareSecrets(rows, parts, endpoint, declared.secrets, now));
  }
  const names = new Set(endpoints.map(({ name }) => name));
  for (const known of stored.filter(({ managedBy, name }) => managedBy === 'file' && !names.has(name))) {
    await put(rows, parts.ids, { ...known, status: 'deleted', reason: 'webhook_deleted' }, now);
    await declareSecrets(rows, parts, known, [], now);
    changes.push(true);
  }
  return changes.includes(true);
}

type One = { siteId: string; declared: DeclaredEndpoint; known: WebhookEndpoint | undefined; now: number };

/** The endpoint as it stands then: the known one itself when nothing changes. */
async function declare(
  rows: Rows,
  { ids }: DeclareParts,
  { siteId, declared: { name, url, events }, known, now }: One,
): Promise<WebhookEndpoint> {
  if (!known) {
    return put(rows, ids, newEndpoint(ids, { siteId, name, url, events, managedBy: 'file' }, now), now);
  }
  const isElsewhere = known.url !== url;
  if (!isElsewhere && String(known.events) === String(events)) return known;
  const fresh = { status: 'active', failingSince: null, notBefore: 0 } as const;
  const changed = { ...known, ...(isElsewhere && fresh), url, events, reason: 'webhook_changed' } as const;
  return put(rows, ids, changed, now);
}

async function put(rows: Rows, ids: Ids, endpoint: WebhookEndpoint, now: number): Promise<WebhookEndpoint> {
  await rows.webhookEndpoints.put(endpoint);
  await rows.audit.append([auditEntry(ids, now, stepOf(endpoint))]);
  return endpoint;
}

/** What is no longer declared stops signing at once, as a secret key that left the file stops opening doors. */
async function declareSecrets(
  rows: Rows,
  parts: DeclareParts,
  endpoint: WebhookEndpoint,
  declared: string[],
  now: number,
): Promise<boolean> {
  const stored = await rows.webhookEndpoints.secrets(endpoint.id, now);
  const open = openWebhookSecrets(parts.sealer, endpoint, stored);
  const ended = stored.filter((_, at) => !declared.includes(open[at] ?? '')).map(({ id }) => id);
  const added = declared.filter((secret) => !open.includes(secret));
  await rows.webhookEndpoints.endSecrets(ended, now);
  await rows.webhookEndpoints.addSecrets(added.map((secret) => newSecret(parts, endpoint, secret, now)));
  return ended.length + added.length > 0;
}
