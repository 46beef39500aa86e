import type { Issue } from '#lib/domain/issue.ts';
import type { RuleContext } from '#lib/records/kind.ts';
import { withinStock } from '#lib/records/within-stock.ts';
import type { MovementBody } from './body.ts';
import { wrongPlace } from './places.ts';

/** Acts by which goods go out into people's hands: nothing expired should. */
const OUTWARD: ReadonlySet<string> = new Set(['issue', 'transfer']);
/** Acts that take from a place what should be there. */
const TAKING: ReadonlySet<string> = new Set(['issue', 'transfer', 'return', 'loss', 'expired']);

/** A movement has the places of its act, and names another only if it is about one. */
export function placesFit(body: MovementBody): Issue[] {
	const field = wrongPlace(body);
	const isAbout = body.act === 'confirm' || body.act === 'reversal';
	return [...(field ? [block(field)] : []), ...(isAbout === (body.about !== null) ? [] : [block('about')])];
}

const block = (field: string): Issue => ({
	code: 'stock-places',
	severity: 'block',
	field,
	message: 'rule_stock_places'
});

/** R10: something is moved. A count may find nothing; a reversal has the lines of what it takes back. */
export function somethingMoves(body: MovementBody): Issue[] {
	if (body.act === 'reversal') return [];
	const moves = body.act === 'count' ? body.lines.length > 0 : body.lines.some((line) => (line.qty ?? 0) > 0);
	return moves ? [] : [{ code: 'R10', severity: 'block', field: 'lines', message: 'rule_r10' }];
}

/** R17: what is tracked comes into a store with its batch and expiry. */
export function batchOnReceipt(body: MovementBody, context: RuleContext): Issue[] {
	if (body.act !== 'receive' || body.imported) return [];
	return body.lines.flatMap((line): Issue[] => {
		if (!context.reference.get('supply', line.supply)?.trackBatchExpiry) return [];
		if ((line.qty ?? 0) === 0 || (line.batch.trim() && line.expiry)) return [];
		const field = `lines.${line.id}.${line.batch.trim() ? 'expiry' : 'batch'}`;
		return [{ code: 'R17', severity: 'block', field, message: 'rule_r17' }];
	});
}

/** R15: what is past its expiry goes to nobody. */
export function nothingExpired(body: MovementBody): Issue[] {
	if (!OUTWARD.has(body.act)) return [];
	return body.lines
		.filter((line) => line.expiry !== null && line.expiry < body.date)
		.map((line) => ({
			code: 'R15',
			severity: 'warn',
			field: `lines.${line.id}.expiry`,
			message: 'rule_r15',
			incident: true
		}));
}

/** R21 for a movement. */
export function movementWithinStock(body: MovementBody, context: RuleContext): Issue[] {
	return TAKING.has(body.act) ? withinStock(body.from, body.lines, context) : [];
}
