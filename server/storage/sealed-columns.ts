/**
 * Every column that holds sealed values, so that a rotation of keys forgets none; a test compares the list with the
 * schema. `siteId` is SQL for the site in the value's seal context, `field` the field in it; the owner is the row's id.
 */
export type SealedColumn = {
  table: string;
  column: string;
  /** The column with the row's id, which is also the owner in the seal's context. */
  id: string;
  siteId: string;
  field: string;
  /** Holds a JSON list of sealed values. */
  isList?: true;
};

const INSTALLATION = `'installation'`;
const OF_PARTICIPANT = `(select "siteId" from participant where participant.id = "participantId")`;
const OF_ENDPOINT = `(select "siteId" from "webhookEndpoint" where "webhookEndpoint".id = "endpointId")`;
const OF_REWARD = `(select "siteId" from reward where reward.id = "rewardId")`;

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'signingKey', column: 'sealedPrivateJwk', id: 'kid', siteId: INSTALLATION, field: 'signing-key' },
  { table: 'account', column: 'sealedCredentials', id: 'id', siteId: INSTALLATION, field: 'credentials' },
  {
    table: 'site',
    column: 'sealedIdentitySecrets',
    id: 'id',
    siteId: 'id',
    field: 'identity-secret',
    isList: true,
  },
  { table: 'claim', column: 'sealedPath', id: 'rewardId', siteId: OF_REWARD, field: 'path' },
  { table: 'claim', column: 'sealedLink', id: 'rewardId', siteId: OF_REWARD, field: 'link' },
  { table: 'claim', column: 'sealedAnswer', id: 'rewardId', siteId: OF_REWARD, field: 'answer' },
  { table: 'destination', column: 'sealedAddress', id: 'rewardId', siteId: OF_REWARD, field: 'address' },
  { table: 'destination', column: 'sealedTracking', id: 'rewardId', siteId: OF_REWARD, field: 'tracking' },
  {
    table: 'batchItem',
    column: 'sealedAddress',
    id: 'id',
    siteId: `(select "siteId" from batch where batch.id = "batchRowId")`,
    field: 'address',
  },
  { table: 'contact', column: 'sealedEmail', id: 'participantId', siteId: OF_PARTICIPANT, field: 'email' },
  { table: 'contact', column: 'sealedPhone', id: 'participantId', siteId: OF_PARTICIPANT, field: 'phone' },
  { table: 'webhookSecret', column: 'sealedSecret', id: 'id', siteId: OF_ENDPOINT, field: 'webhook-secret' },
];
