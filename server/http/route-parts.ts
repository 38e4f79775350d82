import type { Alerts } from '../domain/alerts.ts';
import type { RevealParts } from '../domain/claim/reveal-claim.ts';
import type { Mac } from '../domain/claim/sealer.ts';
import type { Clock } from '../domain/clock.ts';
import type { AcceptEventParts } from '../domain/event/accept-event.ts';
import type { FootprintOf } from '../domain/fraud/visitor.ts';
import type { Ids } from '../domain/ids.ts';
import type { LookParts } from '../domain/order/look-upstream.ts';
import type { MailKindOf } from '../domain/participant/mail-kind.ts';
import type { Directory } from '../domain/site/site.ts';
import type { Store } from '../domain/store.ts';
import type { Telemetry } from '../domain/telemetry.ts';
import type { ParticipantTokens, ReferralTokens, SessionTokens } from '../domain/token/tokens.ts';

/** What the JSON routes are made of. Each route takes the few of them that it needs. */
export type RouteParts = AcceptEventParts &
  LookParts &
  RevealParts & {
    store: Store;
    directory: Directory;
    clock: Clock;
    ids: Ids;
    referralTokens: ReferralTokens;
    participantTokens: ParticipantTokens;
    sessionTokens: SessionTokens;
    telemetry: Telemetry;
    alerts: Alerts;
    /** Digest for fingerprints of requests. */
    digest: (text: string | Uint8Array) => string;
    /** Whether the last part of a hook's address is right for the order; constant time. */
    isHookMac: (orderId: string, mac: string) => boolean;
    /** Keyed hash of a secret key. */
    keyMac: Mac;
    /** Lets the worker look for due orders now. */
    wake: () => void;
    /** Lets the rewards of batches that are due be made now. */
    batchesDue: () => void;
    /** Lets everything else that waits in this process go first: for work that takes long. */
    breathe: () => Promise<void>;
    /** Public keys of referral tokens, and how long they may be kept (ms). */
    jwks: () => Promise<{ json: string; maxAgeMs: number }>;
    /** Tells when a participant's `me` may have changed. */
    changes: Changes;
    publicUrl: string;
    mailKindOf: MailKindOf;
    footprintOf: FootprintOf;
    trustedProxies: number;
  };

/** Tells open panels that something changed. */
export interface Changes {
  /**
   * Calls `changed` when the revision of this participant's code grows, until the returned function is called.
   * `ended` tells that nothing more will come, because the server stops.
   */
  watch(
    key: { participantId: string; programId: string },
    changed: (revision: number) => void,
    ended: () => void,
  ): () => void;
}
