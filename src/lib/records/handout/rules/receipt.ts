/** Rules about who received and how it is proved: R22 to R24. */
import type { Issue } from '#lib/domain/issue.ts';
import type { HandoutBody } from '../body.ts';
import { STATION_RESUPPLY } from './counts.ts';

/** evidence_type values that prove a receipt; a photo of the scene does not. */
export const RECEIPTS = ['SIGN', 'SHEET', 'PAPER', 'SEAL'] as const;

/** R22: receipt evidence is chosen; paper says who keeps it. The chosen value counts, not the presence of a file. */
export function receiptEvidence(body: HandoutBody): Issue[] {
	if (!(RECEIPTS as readonly (string | null)[]).includes(body.receipt)) {
		return [{ code: 'R22', severity: 'block', field: 'receipt', message: 'rule_r22' }];
	}
	if (body.receipt !== 'PAPER' || body.paperKeeper.trim()) return [];
	return [{ code: 'R22', severity: 'block', field: 'paperKeeper', message: 'rule_r22_keeper' }];
}

/** R23: a proxy has a name and a relation, for the whole handout or for one person. */
export function proxyComplete(body: HandoutBody): Issue[] {
	const proxies = [
		{ path: 'proxy', proxy: body.proxy },
		...body.recipients.map((row) => ({ path: `recipients.${row.id}.proxy`, proxy: row.proxy }))
	];
	return proxies.flatMap(({ path, proxy }): Issue[] => {
		if (!proxy || (proxy.name.trim() && proxy.relation.trim())) return [];
		const field = `${path}.${proxy.name.trim() ? 'relation' : 'name'}`;
		return [{ code: 'R23', severity: 'warn', field, message: 'rule_r23' }];
	});
}

/** R24: said wherever an employer's workers receive goods. */
export function employerDutiesStay(body: HandoutBody): Issue[] {
	if (body.handoutKind === STATION_RESUPPLY || !body.organisation) return [];
	return [{ code: 'R24', severity: 'info', field: 'organisation', message: 'rule_r24' }];
}
