/**
 * Who may call which route by which method: every route of the server stands here, an unknown one is refused. This is the
 * outer door only; what exactly may be read or written is decided where it is done (`permission.ts`).
 */
import type { Role } from '#lib/domain/roles.ts';
import type { DeskIdentity } from '#lib/server/accounts/contract.ts';
import { DESK_ROLES, STOCK_ROLES } from './permission.ts';

/** `anyone`; `phone`: the route authenticates the phone itself; else one of these roles, signed in at the desk. */
export type Access = 'anyone' | 'phone' | readonly Role[];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Row = Readonly<Partial<Record<Method, Access>>>;

const READ: Row = { GET: DESK_ROLES };
const DECIDE: readonly Role[] = ['REV', 'CADM'];
/** Who moves what is in a store. */
const KEEP: readonly Role[] = [...DECIDE, 'KEEP'];
const READ_AND_DECIDE: Row = { GET: DESK_ROLES, POST: DECIDE };

/** Pages of the field app are empty shells without data: `GET` for anyone. Route ids as SvelteKit writes them. */
export const ROUTE_ACCESS: Readonly<Record<string, Row>> = {
	'/shell': { GET: 'anyone' },
	'/api/health': { GET: 'anyone' },
	'/api/auth/sign-in': { POST: 'anyone' },
	'/api/auth/enrol': { POST: 'anyone' },
	'/api/auth/sign-out': { POST: 'anyone' },
	'/api/auth/change-password': { POST: 'phone' },
	'/api/sync/push': { POST: 'phone' },
	'/api/sync/pull': { POST: 'phone' },
	'/api/sync/live': { GET: 'phone' },
	'/api/attachments': { POST: 'phone' },
	'/api/attachments/[id]/upload': { GET: 'phone', PATCH: 'phone' },
	// The desk as well: the route looks who asks, and whether the record may be seen.
	'/api/attachments/[id]': { GET: 'phone' },
	'/api/session-code': { POST: 'phone' },
	'/api/sync/trip-count': { POST: 'phone' },
	'/s/[token]': { GET: 'anyone', POST: 'anyone' },
	'/setup/[token]': { GET: 'anyone', POST: 'anyone' },
	// A keeper is led on to the stock.
	'/(desk)/desk': { GET: STOCK_ROLES },
	'/(desk)/desk/sign-in': { GET: 'anyone', POST: 'anyone' },
	'/(desk)/desk/password': { GET: STOCK_ROLES, POST: STOCK_ROLES },
	'/(desk)/desk/audit': { GET: ['CADM', 'AUD'] },
	'/(desk)/desk/people': { GET: DECIDE },
	'/(desk)/desk/people/new': { GET: DECIDE, POST: DECIDE },
	'/(desk)/desk/people/[id]': { GET: DECIDE, POST: DECIDE },
	'/(desk)/desk/review': READ_AND_DECIDE,
	'/(desk)/desk/records': READ,
	'/(desk)/desk/records/[id]': READ_AND_DECIDE,
	'/(desk)/desk/requests': READ_AND_DECIDE,
	'/(desk)/desk/duplicates': READ_AND_DECIDE,
	'/(desk)/desk/operations': READ_AND_DECIDE,
	'/(desk)/desk/feedback': READ_AND_DECIDE,
	'/(desk)/desk/unsent': READ_AND_DECIDE,
	'/(desk)/desk/codes': { GET: DECIDE, POST: DECIDE },
	'/(desk)/desk/codes/sheet': { GET: DECIDE },
	'/(desk)/desk/codes/workers': { GET: DECIDE },
	'/(desk)/desk/receipts': READ,
	'/(desk)/desk/rosters': READ,
	'/(desk)/desk/rosters/new': { GET: DECIDE, POST: DECIDE },
	'/(desk)/desk/rosters/[id]': READ_AND_DECIDE,
	'/(desk)/desk/photos': { GET: ['CADM'], POST: ['CADM'] },
	'/(desk)/desk/stock': { GET: STOCK_ROLES },
	'/(desk)/desk/stock/place': { GET: STOCK_ROLES, POST: KEEP },
	'/(desk)/desk/stock/move': { GET: KEEP, POST: KEEP },
	'/(desk)/desk/stock/confirm': { GET: KEEP, POST: KEEP },
	'/(desk)/desk/stock/stores': { GET: DESK_ROLES, POST: ['CADM'] },
	'/(desk)/desk/stock/recall': { GET: STOCK_ROLES },
	'/(desk)/desk/stock/recall/xlsx': { POST: STOCK_ROLES },
	'/(desk)/desk/registers': READ,
	'/(desk)/desk/registers/handout': { GET: DESK_ROLES, POST: DESK_ROLES },
	'/(desk)/desk/registers/handout/xlsx': { POST: DESK_ROLES },
	'/(desk)/desk/registers/session': { GET: DESK_ROLES, POST: DESK_ROLES },
	'/(desk)/desk/registers/session/xlsx': { POST: DESK_ROLES },
	'/(desk)/desk/registers/receipt': { GET: DESK_ROLES, POST: DESK_ROLES },
	'/(desk)/desk/registers/receipt/xlsx': { POST: DESK_ROLES },
	'/(desk)/desk/registers/sign-in': { GET: DESK_ROLES, POST: DESK_ROLES },
	'/(desk)/desk/registers/sign-in/xlsx': { POST: DESK_ROLES },
	'/(desk)/desk/registers/stock': { GET: STOCK_ROLES, POST: STOCK_ROLES },
	'/(desk)/desk/registers/stock/xlsx': { POST: STOCK_ROLES }
};

/** Every page of the field app is served to anyone: it carries no data. */
export const isFieldRoute = (id: string): boolean => id === '/(field)' || id.startsWith('/(field)/');

/** The row of a route and method, or null when there is none (then it is refused). HEAD is GET. */
export function accessOf(id: string, method: string): Access | null {
	const verb = method === 'HEAD' ? 'GET' : method;
	if (isFieldRoute(id)) return verb === 'GET' ? 'anyone' : null;
	return ROUTE_ACCESS[id]?.[verb as Method] ?? null;
}

export type Admission = 'admitted' | 'sign-in' | 'refused';

/** Whether a request may go on, by its route, method and signed-in desk account. */
export function admit(id: string, method: string, desk: DeskIdentity | null): Admission {
	const access = accessOf(id, method);
	if (access === null) return 'refused';
	if (access === 'anyone' || access === 'phone') return 'admitted';
	if (!desk) return 'sign-in';
	return desk.grants.some((grant) => access.includes(grant.role)) ? 'admitted' : 'refused';
}
