import type { OpenForm } from '#lib/records/open-form.ts';
import type { HandoutBody } from './body.ts';

type Line = HandoutBody['lines'][number];

/** What a new line is made from: the catalogue, an id, and the batch given out last. */
export type LineSource = Pick<OpenForm, 'reference' | 'newId' | 'lastBatch'>;

export function newLine(from: LineSource, supply: string, qty: number | null): Line {
	const { batch = '', expiry = null } = from.lastBatch?.(supply) ?? {};
	return { id: from.newId(), supply, qty, batch, expiry };
}

/**
 * The lines of a kit for so many person-times. Lines of the kit keep their row, batch and expiry; lines the person added
 * beside it stay. A quantity that was changed by hand (not the kit's share of the former count) is kept.
 * @param before person-times the present quantities were made for, null when there were none
 */
export function withKit(
	body: Pick<HandoutBody, 'kit' | 'lines' | 'personTimes'>,
	before: { readonly kit: string | null; readonly personTimes: number | null },
	from: LineSource
): Line[] {
	const { reference } = from;
	const former = new Map(reference.get('kit', before.kit)?.lines.map((line) => [line.supply, line.qty]));
	const wanted = reference.get('kit', body.kit)?.lines ?? [];
	const added = body.lines.filter(
		(line) => !former.has(line.supply) && !wanted.some((one) => one.supply === line.supply)
	);
	const ofKit = wanted.map((one): Line => {
		const present = body.lines.find((line) => line.supply === one.supply);
		const share = former.get(one.supply);
		const byHand =
			present !== undefined &&
			present.qty !== null &&
			present.qty !== scaled(share ?? one.qty, before.personTimes) &&
			before.kit === body.kit;
		const qty = byHand ? present.qty : scaled(one.qty, body.personTimes);
		return present ? { ...present, qty } : newLine(from, one.supply, qty);
	});
	return [...ofKit, ...added];
}

function scaled(each: number, personTimes: number | null): number | null {
	return personTimes === null ? null : Math.round(each * personTimes * 1000) / 1000;
}
