import { RateLimit } from '#lib/server/http/rate-limit.ts';

/** A hall signs in behind one address within minutes; more than that is a machine. */
export const selfByAddress = new RateLimit(400, 10 * 60);
/** Addresses that open nothing. Apart from wrong passwords: a hall with yesterday's code keeps nobody from signing in to the app. */
export const selfMisses = new RateLimit(300, 15 * 60);
/** Of one session, whoever asks. */
export const selfBySession = new RateLimit(2_000, 60 * 60);
