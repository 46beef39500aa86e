import { expect, it } from 'vitest';
import type { Reference } from '#lib/domain/reference.ts';
import { m } from '#lib/i18n.ts';
import { handoutSample } from '#lib/records/handout/sample.ts';
import { movementSample } from '#lib/records/movement/sample.ts';
import { receiptSample } from '#lib/records/receipt/sample.ts';
import { requestSample } from '#lib/records/request/sample.ts';
import { sessionSample } from '#lib/records/session/sample.ts';
import { signInSample } from '#lib/records/sign-in/sample.ts';
import { tripSample } from '#lib/records/trip/sample.ts';
import { visitSample } from '#lib/records/visit/sample.ts';
import { checkTrip } from './check.ts';
import { figuresOf } from './figures.ts';
import { waitingSentences } from './missing.ts';
import { pictureText } from './picture-text.ts';
import { factsOf, recordOf } from './testing/trip-facts.ts';

/** Every entry has a name that shows where it came from. */
const NAMED = {
	get: (kind: string, code: string) => ({ code, zh: `${kind}-${code}`, en: '', unitZh: '份', unitEn: '' }),
	all: () => [],
	maximum: () => null
} as unknown as Reference;

it('draws figures and goods, and of no person, unit, site, team or title a word', () => {
	const handout = recordOf('handout', {
		...handoutSample,
		...{ placeText: '示例工地东门', paperKeeper: '保管示人', remark: '备注示句' },
		receiver: { name: '签收示人', role: '安全示员', phone: '10000000007', organisationText: '示例公司' }
	});
	const facts = factsOf({
		trip: recordOf('trip', { ...tripSample, title: '慰问示先生一家' }),
		records: [
			handout,
			recordOf('visit', {
				...visitSample,
				visitors: ['走访示人'],
				placeText: '示家巷3号',
				situation: '情况示句'
			}),
			recordOf('session', { ...sessionSample, placeText: '示例礼堂', otherSpeakers: ['主讲示人'] }),
			recordOf('request', { ...requestSample, text: '诉求示句', handling: '办理示句' }),
			recordOf('movement', { ...movementSample, act: 'return', source: '来源示句' })
		],
		rows: [
			recordOf('receipt', { ...receiptSample, name: '领取示人' }, { parent: handout.id }),
			recordOf('sign-in', { ...signInSample, name: '签到示人' })
		],
		...{ waiting: 2, parked: 1, confirmed: { count: 1, hash: 1 } }
	});
	const figures = figuresOf(facts.records, facts.rows);
	const waits = waitingSentences(facts).map(({ text }) => text);
	const check = checkTrip(facts, 'net');
	const text = pictureText({ date: '2025-07-08', region: '崇仁县' }, figures, NAMED, waits, check);

	const drawn = JSON.stringify(text);
	expect(text.title).toBe(m.day_end_title());
	expect(text.sentences).toContain(m.day_end_received({ n: 1 }));
	expect(text.sentences).toContain(m.day_end_signed_in({ n: 1 }));
	expect(text.foot).toContain(m.day_end_waiting({ n: 2 }));
	expect(text.foot).toContain(m.day_end_check_unasked({ phone: 7 }));
	// Goods are named; nobody and nothing else of the lists is.
	expect(drawn).toContain('supply-');
	expect(drawn.replaceAll('supply-', '')).not.toMatch(/(organisation|station|team|person|store|region)-/);
	// All invented persons, units and sentences have this sign in them.
	expect(drawn).not.toContain('示');
	for (const word of personalWords(facts)) expect(drawn).not.toContain(word);
});

/** Names, telephones and free words of all bodies: texts with Chinese in them, and whatever is a list of names. */
function personalWords(facts: ReturnType<typeof factsOf>): string[] {
	const texts: string[] = [];
	const walk = (value: unknown): void => {
		if (typeof value === 'string') texts.push(value);
		else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
	};
	for (const { body } of [...facts.records, ...facts.rows, facts.trip]
		.filter((one) => one !== undefined)
		.values())
		walk(body);
	const found = texts.filter((text) => /\p{Script=Han}{2}|^1\d{10}$/u.test(text));
	if (found.length < 15) throw new Error('the samples have lost their words');
	return found;
}
