import { createHash, webcrypto } from 'node:crypto';
import { expect, it } from 'vitest';
import { isSealed, openSealed, readSealed, sealFile, toBase64, type SealedFile } from './sealed-file.ts';

const subtle = webcrypto.subtle as unknown as SubtleCrypto;

async function deployment(serverId = 'server-1') {
	const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
	const raw = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));
	const id = createHash('sha256').update(raw).digest('hex').slice(0, 16);
	return { to: { id, key: toBase64(raw), serverId }, privateKey: pair.privateKey };
}
const bytesOf = (text: string) => new TextEncoder().encode(text);

async function open(text: string, privateKey: CryptoKey): Promise<string | null> {
	const file = readSealed(text);
	if (typeof file === 'string') return null;
	const content = await openSealed(subtle, privateKey, file);
	return content && new TextDecoder().decode(content);
}

it.each([1, 65_535, 65_536, 65_537, 200_000])('opens what was sealed, %i bytes', async (length) => {
	const { to, privateKey } = await deployment();
	const words = 'x'.repeat(length);
	const sealed = await sealFile(subtle, to, bytesOf(words), false);
	expect(isSealed(sealed)).toBe(true);
	expect((readSealed(sealed) as SealedFile).header).toMatchObject({ keyId: to.id, serverId: 'server-1' });
	expect(await open(sealed, privateKey)).toBe(words);
	// Mail programs change the ends of lines.
	expect(await open(sealed.replaceAll('\n', '\r\n'), privateKey)).toBe(words);
});

it('shows nothing of its content and is another file each time', async () => {
	const { to } = await deployment();
	const content = bytesOf('{"person":"李示江"}');
	const first = await sealFile(subtle, to, content, false);
	expect(first).not.toContain('李示江');
	expect(first.split('\n')[1]).not.toBe((await sealFile(subtle, to, content, false)).split('\n')[1]);
});

it('opens with no other deployment’s key', async () => {
	const { to } = await deployment();
	const { privateKey } = await deployment();
	expect(await open(await sealFile(subtle, to, bytesOf('words'), false), privateKey)).toBeNull();
});

it('does not open when any byte of it is another', async () => {
	const { to, privateKey } = await deployment();
	const sealed = await sealFile(subtle, to, bytesOf('{"operations":[]}'), false);
	const end = sealed.trimEnd().length;
	for (let at = 0; at < end; at++) {
		const was = sealed.charAt(at);
		const other = was === 'A' ? 'B' : was === '1' ? '2' : was === '\n' ? ' ' : 'A';
		const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
		expect(await open(changed, privateKey), `${at}: ${was} -> ${other}`).toBeNull();
	}
});

it('does not open when parts are missing, doubled or moved', async () => {
	const { to, privateKey } = await deployment();
	const [header = '', ...parts] = (await sealFile(subtle, to, bytesOf('x'.repeat(150_000)), false))
		.trimEnd()
		.split('\n');
	const [a = '', b = '', c = ''] = parts;
	const shorter = header.replace('"parts":3', '"parts":2');
	for (const lines of [
		[header, a, b],
		[header, a, c, b],
		[header, a, b, b],
		[header, a, b, c, c],
		[shorter, a, b],
		[shorter, a, c]
	])
		expect(await open(lines.join('\n'), privateKey)).toBeNull();
	expect(await open([header, a, b, c].join('\n'), privateKey)).toHaveLength(150_000);
});

it('says of a newer version that it is one', async () => {
	const { to } = await deployment();
	const sealed = await sealFile(subtle, to, bytesOf('x'), false);
	expect(readSealed(sealed.replace('"version":1', '"version":2'))).toBe('newer');
	expect(readSealed('PK\u0003')).toBe('damaged');
});
