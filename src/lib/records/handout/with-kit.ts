import { milliOf } from '#lib/domain/stock/movement.ts';
import { splitLines } from '#lib/records/split-lines.ts';
import type { OpenForm } from '#lib/records/open-form.ts';
import type { HandoutBody } from './body.ts';

type Line = HandoutBody['lines'][number];

/** What a new line is made from: the catalogue, an id, the batch to give out first, and what is in hand. */
export type LineSource = Pick<OpenForm, 'reference' | 'newId' | 'lastBatch' | 'inHand'>;

export function newLine(from: LineSource, supply: string, qty: number | null): Line {
	const { batch = '', expiry = null } = from.lastBatch?.(supply) ?? {};
	return { id: from.newId(), supply, qty, batch, expiry };
}

/**
 * The lines of a kit for so many person-times. Lines of the kit keep their row, batch and expiry; lines the person added
 * beside it stay. A quantity that was changed by hand (not the kit's share of the former count) is kept. What is more than a
 * batch holds is of several.
 * @param before person-times the present quantities were made for, null when there were none
 */
export function withKit(
	body: Pick<HandoutBody, 'kit' | 'lines' | 'personTimes' | 'date'>,
	before: { readonly kit: string | null; readonly personTimes: number | null },
	from: LineSource
): Line[] {
	const { reference } = from;
	const former = new Map(reference.get('kit', before.kit)?.lines.map((line) => [line.supply, line.qty]));
	const wanted = reference.get('kit', body.kit)?.lines ?? [];
	const added = body.lines.filter(
		(line) => !former.has(line.supply) && !wanted.some((one) => one.supply === line.supply)
	);
	const ofKit = wanted.flatMap((one): Line[] => {
		const present = body.lines.filter((line) => line.supply === one.supply);
		const [first] = present;
		const share = former.get(one.supply);
		const byHand =
			before.kit === body.kit &&
			present.some(({ qty }) => qty !== null) &&
			sumOf(present) !== scaled(share ?? one.qty, before.personTimes);
		if (byHand) return present;
		const qty = scaled(one.qty, body.personTimes);
		const line = first ? { ...first, qty } : newLine(from, one.supply, qty);
		return splitLines([line], line.id, body.date, from) ?? [line];
	});
	return [...ofKit, ...added];
}

/** To the thousandth. */
const sumOf = (lines: readonly Line[]) => lines.reduce((sum, { qty }) => sum + milliOf(qty), 0) / 1000;

function scaled(each: number, personTimes: number | null): number | null {
	return personTimes === null ? null : Math.round(each * personTimes * 1000) / 1000;
}
