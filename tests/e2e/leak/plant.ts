/** What may leak: words that are nowhere else, written into every kind of record of a region by its own people. */
import { createHash, randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { uuidV7 } from '#lib/domain/ids.ts';
import type { Photo } from '#lib/domain/photo.ts';
import { naturalId } from '#lib/records/natural-id.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import type { Device } from '../harness/device.ts';
import type { Fact, Level } from './oracle.ts';
import { rareName, rareWords } from './rare.ts';

/** A JPEG to the server, with words in it that an answer can be searched for. */
function pictureOf(words: string): { photo: Photo; bytes: Uint8Array<ArrayBuffer> } {
	const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...new TextEncoder().encode(words)]);
	const photo: Photo = {
		...{ id: uuidV7(Date.now(), randomBytes(10)), use: 'scene', mime: 'image/jpeg', bytes: bytes.length },
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...{ width: 1600, height: 1200, takenAt: null, source: 'camera', publicity: false, prints: [] }
	};
	return { photo, bytes };
}

/** The card of one who receives in every county: each county knows of the others no more than the day. */
const CARD_OF_ALL = 'W-LEAK-1';

export interface Planted {
	readonly facts: readonly Fact[];
	/** Records that were accepted. */
	readonly records: readonly string[];
	/** Photos whose files are there. */
	readonly photos: readonly string[];
	/** Operations that were refused and are in custody. */
	readonly refused: readonly string[];
}

/**
 * @param phone of a person who may record in the region
 * @param approver an administrator's
 */
export async function plant(
	phone: Device,
	approver: Device,
	region: string,
	team: string | null
): Promise<Planted> {
	const owner = phone.session?.account.id ?? '';
	const facts: Fact[] = [];
	const note = (text: string, what: string, level: Level, isOpen = true) => {
		facts.push({ text, what: `${what} of ${region}`, level, region, owner, team: isOpen ? team : null });
		return text;
	};
	const words = (about: string, level: Level, isOpen = true) => note(rareWords(about), about, level, isOpen);
	const name = (about: string, isOpen = true) => note(rareName(), about, 'person', isOpen);
	const common = { region, team, organisation: null, station: null };
	const picture = pictureOf(words('照片里的字', 'person'));
	const visit = phone.operation('visit', {
		photos: [picture.photo],
		...common,
		purpose: 'VP03',
		programme: 'SWN',
		campaign: null,
		household: {
			person: note(rareName(), 'person visited', 'sensitive'),
			address: words('地址', 'sensitive')
		},
		households: 1,
		sensitive: true,
		visitors: [name('visitor')],
		heatCheck: null,
		problemsFound: 0,
		problemsFixed: 0,
		temperature: null,
		situation: words('困难情况', 'sensitive'),
		remark: words('困难备注', 'sensitive')
	});
	const request = phone.operation('request', {
		region,
		team,
		visitId: visit.recordId,
		text: words('诉求', 'sensitive'),
		handling: words('办理', 'sensitive'),
		remark: words('诉求备注', 'sensitive')
	});
	const session = phone.operation('session', {
		...common,
		venue: words('会场', 'record'),
		byOrganisation: [],
		speakers: [],
		otherSpeakers: [name('speaker')],
		signIns: [
			{
				id: '0197e6a0-0000-7000-8000-000000000013',
				name: name('listener'),
				organisation: null,
				organisationText: '',
				category: 'RC01',
				method: 'NM',
				proxy: false
			}
		]
	});
	const handout = phone.operation('handout', {
		...common,
		placeText: words('工地', 'record', false),
		receiver: { name: name('receiver', false), role: '', phone: '' },
		proxy: { name: name('proxy', false), relation: '同事' },
		paperKeeper: name('keeper of the paper', false)
	});
	const receipt = {
		...receiptSample,
		...{ region, team, organisation: null, handoutId: handout.recordId, card: CARD_OF_ALL },
		name: name('who received', false),
		evidence: receiptSample.evidence.map((one) => ({
			...{ ...one, id: uuidV7(Date.now(), randomBytes(10)), by: owner },
			override: words('仍发原因', 'record', false)
		}))
	};
	const recordId = naturalId('receipt', handout.recordId, receipt) ?? '';
	const received = phone.operation('receipt', receipt, { recordId });
	const feedback = phone.operation('feedback', {
		region,
		text: words('建议', 'feedback', false),
		contact: words('联系', 'feedback', false)
	});
	const refused = phone.operation('visit', {
		...common,
		date: '2999-01-01',
		placeText: '某处',
		situation: words('退回的文字', 'sensitive', false),
		visitors: [note(rareName(), 'refused visitor', 'person', false)]
	});
	const accepted = [visit, request, session, handout, received, feedback];
	const { verdicts } = await phone.push([...accepted, refused]);
	expect(
		verdicts.map(({ outcome, refusal }) => refusal ?? outcome),
		JSON.stringify(verdicts.flatMap(({ issues }) => issues ?? []))
	).toEqual([...accepted.map(() => 'applied'), 'future-date']);
	expect(await phone.sendPhoto(picture.photo, picture.bytes)).toBe('stored');
	// Approved, so that it stands in registers and figures.
	const approve = approver.operation(
		'handout',
		{ region },
		{ verb: 'approve', recordId: handout.recordId, baseRev: 1, body: {} }
	);
	expect((await approver.push([approve])).verdicts[0]?.outcome).toBe('applied');
	for (const { recordId, kind } of accepted) {
		const isOpen = !['feedback', 'handout', 'receipt'].includes(kind);
		note(recordId, `id of a ${kind}`, kind === 'feedback' ? 'feedback' : 'record', isOpen);
	}
	return {
		facts,
		records: accepted.map(({ recordId }) => recordId),
		photos: [picture.photo.id],
		refused: [refused.opId]
	};
}
