import { AwsClient } from 'aws4fetch';
import { s3Failure, StoreFailure } from './store-trouble.ts';
import type { FileStore } from './stores.ts';

/** An S3-compatible store, addressed by path (`ENDPOINT/BUCKET/KEY`), as all of them understand it. */
export interface S3Place {
	/** `https://host[:port]`, without a slash at its end. */
	readonly endpoint: string;
	readonly bucket: string;
	readonly region: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
}

/** Written at each start: that it can be is the only proof that photos can. */
const PROBE = 'liangfeng-start';
const KEY = /<Key>([0-9a-f]{2})(?:\/|%2F)([0-9a-f]{62})<\/Key>/g;

/**
 * Whole files as objects `ab/cdef...`; every request is signed (Signature Version 4) with the hash of what it carries.
 * Its functions throw StoreFailure.
 */
export function s3Files({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Place): FileStore {
	const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
	const place = `${endpoint}/${bucket}`;
	const addressOf = (sha256: string) => `${place}/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
	const ask = (address: string, init?: RequestInit) =>
		client.fetch(address, init).catch((error: unknown) => {
			throw new StoreFailure('no answer', 'away', { cause: error });
		});
	const write = async (address: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
		const response = await ask(address, { method: 'PUT', headers, body });
		const text = await response.text();
		if (!response.ok) throw s3Failure('PUT', response.status, text);
	};
	const has = async (sha256: string) => {
		const response = await ask(addressOf(sha256), { method: 'HEAD' });
		if (response.status === 404) return false;
		if (!response.ok) throw s3Failure('HEAD', response.status, '');
		return true;
	};
	return {
		has,
		async put(sha256, bytes, mime) {
			// A refused look says nothing but 403; the refused writing says why.
			if (await has(sha256).catch(() => false)) return;
			await write(addressOf(sha256), bytes, { 'content-type': mime, 'x-amz-content-sha256': sha256 });
		},
		async get(sha256) {
			const response = await ask(addressOf(sha256));
			if (response.status === 404) return null;
			if (!response.ok) throw s3Failure('GET', response.status, await response.text());
			return new Uint8Array(await response.arrayBuffer());
		},
		async drop(sha256) {
			const response = await ask(addressOf(sha256), { method: 'DELETE' });
			const text = await response.text();
			if (!response.ok && response.status !== 404) throw s3Failure('DELETE', response.status, text);
		},
		async list() {
			const found = new Set<string>();
			for (let from = ''; ;) {
				const query = new URLSearchParams({ 'list-type': '2' });
				if (from !== '') query.set('continuation-token', from);
				const response = await ask(`${place}?${query}`);
				const text = await response.text();
				if (!response.ok) throw s3Failure('LIST', response.status, text);
				for (const [, head = '', rest = ''] of text.matchAll(KEY)) found.add(head + rest);
				from = unescaped(/<NextContinuationToken>([^<]*)</.exec(text)?.[1] ?? '');
				if (from === '') return found;
			}
		},
		check: () => write(`${place}/${PROBE}`, new TextEncoder().encode('liangfeng'), {}),
		// An object appears whole or not at all.
		sweep: () => Promise.resolve(0)
	};
}

/** Text of an XML element. */
function unescaped(text: string): string {
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}
