/** Proof of a click, carried in addresses and forms: ids only, no personal data. Times are epoch ms. */
export type ReferralClaims = {
  clickId: string;
  siteId: string;
  programId: string;
  programVersion: number;
  code: string;
  issuedAt: number;
  expiresAt: number;
};

/** Who the site's back end says is looking at the page. */
export type ParticipantClaims = {
  externalId: string;
  email?: string;
  name?: string;
  locale?: string;
  country?: string;
};

/** The same from a token that verified; `issuedAt` tells whole seconds. */
export type VerifiedParticipant = ParticipantClaims & { issuedAt: number };

/** What a widget session may do: read and reveal for one participant in one program. */
export type SessionClaims = {
  sessionId: string;
  siteId: string;
  participantId: string;
  programId: string;
  issuedAt: number;
  expiresAt: number;
};

export type ReferralTokenFault = 'token_invalid' | 'token_expired';

/** Signed by us with Ed25519, verifiable by anyone with the published keys. */
export interface ReferralTokens {
  sign(claims: ReferralClaims): Promise<string>;
  /** Never throws for a bad token: a fault is recorded with the event, which is kept. */
  verify(token: string, siteId: string, now: number): Promise<ReferralClaims | ReferralTokenFault>;
}

/** Signed by the site's back end (or minted here for it) with one of the site's identity secrets. */
export interface ParticipantTokens {
  mint(
    claims: ParticipantClaims,
    site: { id: string; identitySecrets: Uint8Array[] },
    now: number,
  ): Promise<{ token: string; expiresAt: number }>;
  /** Null for anything but a canonical, living token of this site. */
  verify(
    token: string,
    site: { id: string; identitySecrets: Uint8Array[] },
    now: number,
  ): Promise<VerifiedParticipant | null>;
  /**
   * Why `verify` refused, for the site's owner and never for the browser: it names claims, and tells nothing of what they
   * hold. Of a token that the site did not sign, only that.
   */
  whyRefused(token: string, site: { id: string; identitySecrets: Uint8Array[] }): Promise<string>;
}

/** Session tokens (design, section 4). `verify`: null for a token that is forged, foreign or over. */
export interface SessionTokens {
  sign(claims: SessionClaims): Promise<string>;
  verify(token: string, now: number): Promise<SessionClaims | null>;
}

export type SigningKey = {
  /** RFC 7638 thumbprint. */
  kid: string;
  /** Public JWK (OKP, Ed25519) as JSON text. */
  publicJwk: string;
  /** Private JWK as JSON text, sealed. */
  sealedPrivateJwk: string;
  createdAt: number;
  /** When its successor was made, or null. It signs a little longer and verifies until its last token has ended. */
  retiredAt: number | null;
};

/** Where signing keys live. All processes read the same rows; a reader may be up to 30 s behind. */
export interface SigningKeyStore {
  list(): Promise<SigningKey[]>;
  /**
   * Stores the key as the successor of `retire` (whose `retiredAt` becomes `key.createdAt`), or as the first of all
   * when `retire` is null. Does nothing when `retire` has a successor already, or when a first key exists: another
   * process had this turn. Returns what now stands.
   */
  add(key: SigningKey, retire: string | null): Promise<SigningKey[]>;
}
