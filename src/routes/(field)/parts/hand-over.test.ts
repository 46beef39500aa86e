import { describe, expect, it } from 'vitest';
import { canShareFile, handOver } from './hand-over.ts';

const file = { name: 'a.txt', content: new Blob(['words'], { type: 'text/plain' }) };
const sheet = (share: (data?: ShareData) => Promise<void>) => ({ share, canShare: () => true });

async function handedBy(share: (data?: ShareData) => Promise<void>) {
	const saved: string[] = [];
	const done = await handOver(file, 'share', sheet(share), ({ name }) => void saved.push(name));
	return { done, saved };
}

describe('handOver', () => {
	it('gives the file to the share sheet', async () => {
		const shared: string[] = [];
		const { done, saved } = await handedBy(async (data) => {
			for (const one of data?.files ?? []) shared.push(`${one.name} ${one.type} ${await one.text()}`);
		});
		expect([done, saved, shared]).toEqual([true, [], ['a.txt text/plain words']]);
	});
	it('does not say it is done when the sheet was closed', async () => {
		const answer = await handedBy(() => Promise.reject(new DOMException('', 'AbortError')));
		expect(answer).toEqual({ done: false, saved: [] });
	});
	it('saves the file where sharing is not allowed after all', async () => {
		const answer = await handedBy(() => Promise.reject(new DOMException('', 'NotAllowedError')));
		expect(answer).toEqual({ done: true, saved: ['a.txt'] });
	});
	it('saves it where it is told to, or where nothing shares', async () => {
		const saved: string[] = [];
		const never = sheet(() => Promise.reject(new Error('shared')));
		await handOver(file, 'save', never, ({ name }) => void saved.push(name));
		await handOver(file, 'share', {}, ({ name }) => void saved.push(name));
		expect(saved).toEqual(['a.txt', 'a.txt']);
	});
});

it('asks the browser whether text files may be shared', () => {
	const share = () => Promise.resolve();
	expect(canShareFile('text/plain', {})).toBe(false);
	expect(canShareFile('text/plain', { share })).toBe(false);
	expect(
		canShareFile('text/plain', { share, canShare: (data) => data?.files?.[0]?.type === 'text/plain' })
	).toBe(true);
	expect(canShareFile('text/plain', { share, canShare: () => false })).toBe(false);
});
