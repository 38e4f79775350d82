/**
 * What each column of the schema has to do with people. A test compares this list with the schema, so that a new column
 * cannot be forgotten by export and erasure.
 * `erased`: says something of a person; exported, and gone after an erasure.
 * `kept`: belongs to a person's record and names nobody by itself (our ids, states, amounts, times); exported, and it stays.
 * `copy`: repeats what other columns say; not exported, and cleaned by an erasure.
 * `private`: says how to reach a person, sealed; exported in clear, and gone after an erasure.
 * `sealed`: whoever has it has the money; never exported, and it stays for the holder of the claim page's address.
 * `other`: not about a person who takes part.
 */
type ColumnLabel = 'erased' | 'private' | 'kept' | 'copy' | 'sealed' | 'other';

type Labels = Readonly<Record<string, ColumnLabel>>;

function label(words: Partial<Record<ColumnLabel, string>>): Labels {
  const entries = Object.entries(words) as [ColumnLabel, string][];
  return Object.fromEntries(
    entries.flatMap(([name, columns]) => columns.split(' ').map((column) => [column, name])),
  );
}

/** By table, then by column. */
export const COLUMN_LABELS = {
  participant: label({
    kept: 'id siteId signedOutAt erasedAt createdAt',
    erased: 'externalId emailMac displayName locale country region bornBy domainMac mailKind blockedAt',
  }),
  // A replaced code belongs to nobody any more, and an erasure takes away the others' owner.
  code: label({ kept: 'code programId clicks revision revokedAt createdAt source', erased: 'participantId' }),
  click: label({
    kept: 'id code createdAt',
    erased: 'refererHost medium networkMac deviceMac forgetAt earlierNetworkMac earlierDeviceMac',
  }),
  sighting: label({ erased: 'participantId kind mac forgetAt createdAt' }),
  arrival: label({ erased: 'programId kind mac participantId forgetAt createdAt' }),
  referral: label({
    kept: 'id siteId programId programVersion referrerId friendId code matchedBy evidence clickId status reason createdAt',
  }),
  event: label({
    kept: 'id siteId eventId type programId trust status amount currency refersTo source occurredAt createdAt',
    erased: 'customerId metadata toldAs',
    copy: 'fingerprint answer',
  }),
  keyedAnswer: label({ copy: 'siteId key fingerprint status body createdAt' }),
  decision: label({
    kept: 'id siteId eventRowId programId programVersion ruleId beneficiary referralId referrerId matchedBy outcome',
    // Reasons stay; details, which may tell a country, are replaced by the reason's own text.
    erased: 'checks',
  }),
  reward: label({
    kept: 'id siteId programId programVersion eventRowId eventId ruleId position referralId beneficiary participantId amount currency productId delivery message options cost status reason holdUntil review approvalsNeeded releaseAt reversedAt takenUp reissuedAs reissueOf createdAt',
    erased: 'externalId',
    other: 'reissueAskedBy',
  }),
  order: label({
    kept: 'id siteId rewardId poNumber type productId amount currency quantity message status deliveryStatus upstreamId attempts cost agreedCost askedCost lastError createdAt completedAt',
    other: 'accountId claimed deaths loneDeaths tries searches dueAt leaseUntil hintedAt warnedAt followAt',
  }),
  attempt: label({ kept: 'orderId number startedAt endedAt', other: 'worker' }),
  claim: label({
    kept: 'rewardId windowAt reveals createdAt',
    sealed: 'pathMac sealedPath sealedLink sealedAnswer',
  }),
  contact: label({ kept: 'participantId toldAt', private: 'sealedEmail sealedPhone' }),
  destination: label({ kept: 'rewardId givenBy givenAt forgetAt', private: 'sealedAddress sealedTracking' }),
  budgetEntry: label({ kept: 'id programId rewardId batchRowId kind turn amount createdAt' }),
  batchItem: label({
    kept: 'id batchRowId productId amount currency message status reason rewardId',
    erased: 'itemId externalId',
    private: 'sealedAddress',
  }),
  approval: label({ kept: 'rewardId createdAt', other: 'keyName' }),
  qualification: label({
    kept: 'eventRowId programId ruleId referralId participantId createdAt voidedAt',
  }),
  question: label({ kept: 'participantId programId windowAt asked' }),
  limitUse: label({ kept: 'programId scope period count amount' }),
  audit: label({ kept: 'id siteId subject subjectId status actor reason createdAt' }),
  auditLink: label({ other: 'sequence auditId hash' }),
  note: label({ erased: 'auditId text' }),
  termsAcceptance: label({ kept: 'participantId programId version place acceptedAt' }),
  knownCustomer: label({ erased: 'siteId mac' }),
  erasedPerson: label({ kept: 'siteId mac participantId erasedAt' }),
  endedSession: label({ other: 'id expiresAt' }),
  installation: label({
    other: 'id epoch formerEpochs revision clockAheadMs gateReason gateClosedAt gateSince',
  }),
  orphan: label({ other: 'poNumber trace accountId foundAt orderId writtenOffAt' }),
  account: label({
    other:
      'id sealedCredentials state probeAt nextSendAt failures unreachableAt tryAt repeatTenths firstSentAt',
  }),
  accountFunds: label({
    other: 'accountId currency toppedUp charged faceValue chargedBefore filledTo lowToldAt',
  }),
  // Business of the account, kept for its books.
  accountEntry: label({
    other: 'id accountId kind amount faceValue currency orderId topUpId poNumber createdAt',
  }),
  site: label({ other: 'id name contact origins publishableKey sealedIdentitySecrets accountId' }),
  secretKey: label({ other: 'mac siteId name scopes' }),
  program: label({ other: 'id siteId version live managedBy' }),
  // `eligibility.excludeParticipants` names people, and is the operator's own file.
  programVersion: label({ other: 'programId version digest frozen createdAt' }),
  batch: label({
    other:
      'id siteId batchId programId delivery fingerprint madeBy items amount currency approvalsNeeded status reason dueAt createdAt completedAt',
  }),
  batchApproval: label({ other: 'batchRowId keyName createdAt' }),
  budget: label({ other: 'programId currency limit ceiling reserved spent exhaustedToldAt' }),
  signingKey: label({ other: 'kid publicJwk sealedPrivateJwk createdAt retiredAt' }),
  sealingKey: label({ other: 'id sealedRoot createdAt retiredAt' }),
  webhookEndpoint: label({
    other: 'id siteId name url events managedBy status reason failingSince notBefore createdAt',
  }),
  webhookSecret: label({ other: 'id endpointId sealedSecret createdAt endsAt' }),
  // Ids and states, which the rewards' own rows tell too; gone after a month.
  webhookMessage: label({ copy: 'id siteId type data createdAt' }),
  webhookDelivery: label({
    other:
      'messageId endpointId status attempts tries dueAt leaseUntil replayed lastAttemptAt lastStatus lastError deliveredAt',
  }),
  productCost: label({ other: 'accountId productId fee discountBasisPoints' }),
  catalogue: label({ other: 'accountId products shippingMethods brandings fetchedAt' }),
} as const satisfies Record<string, Labels>;

/** Whether a column is told to the person whom it is about. */
export function isExported(table: string, column: string): boolean {
  const labels: Readonly<Record<string, Labels>> = COLUMN_LABELS;
  const found = labels[table]?.[column];
  return found === 'erased' || found === 'kept';
}
