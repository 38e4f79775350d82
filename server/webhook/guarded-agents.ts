import dns, { type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublicAddress } from './address-rules.ts';

/** Looks a name up. A test passes one that changes its mind. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

type GuardOptions = {
  /** Whether connections to this machine itself are allowed: for a demo. */
  loopback: boolean;
  resolve?: Resolve;
};

/** Free connections are dropped before common servers drop them. */
const IDLE_CONNECTION_MS = 4000;

/**
 * Agents that connect to public addresses only. The address is judged when the connection is made, and the one that was
 * judged is the one that is used: a name that leads somewhere else a moment later gains nothing. A name with one inside
 * address among its own is refused whole. Without TLS they reach this very machine or nothing.
 */
export function guardedAgents({ loopback, resolve = lookUp }: GuardOptions) {
  const keepAlive = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const isOwn = (address: string) => loopback && isLoopback(address);
  const isOpen = (address: string) => isPublicAddress(address) || isOwn(address);
  return {
    plain: guard(new http.Agent(keepAlive), isOwn, resolve),
    secure: guard(new https.Agent(keepAlive), isOpen, resolve),
  };
}

type Allowed = (address: string) => boolean;

function guard<A extends http.Agent>(agent: A, isAllowed: Allowed, resolve: Resolve): A {
  const connect = agent.createConnection.bind(agent);
  const lookup = guardedLookup(isAllowed, resolve);
  agent.createConnection = (options, done) => {
    // A written-out address is connected to without being looked up.
    const host = options.host ?? '';
    if (isIP(host) === 0 || isAllowed(host)) return connect({ ...options, lookup }, done);
    done?.(refusal(), undefined as never);
    return undefined;
  };
  return agent;
}

function guardedLookup(isAllowed: Allowed, resolve: Resolve): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => isAllowed(address))) return done(refusal(), '', 0);
        if (options.all) return done(null, found);
        return done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

function lookUp(hostname: string): Promise<LookupAddress[]> {
  return dns.promises.lookup(hostname, { all: true });
}

/** Its code is what the endpoint's list of deliveries shows. */
function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('The address lies in a private network.'), { code: 'ADDRESS_NOT_ALLOWED' });
}
