import { AwsClient } from 'aws4fetch';
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

/** The store did not do what it was asked; carries no key. */
export class S3Error extends Error {
	constructor(what: string, status: number) {
		super(`s3: ${what} answered ${status}`);
		this.name = 'S3Error';
	}
}

/** Whole files as objects `ab/cdef...`; every request is signed with the hash of what it carries. */
export function s3Files({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Place): FileStore {
	const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
	const addressOf = (sha256: string) => `${endpoint}/${bucket}/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
	const has = async (sha256: string) => {
		const response = await client.fetch(addressOf(sha256), { method: 'HEAD' });
		if (response.status === 404) return false;
		if (!response.ok) throw new S3Error('HEAD', response.status);
		return true;
	};
	return {
		has,
		async put(sha256, bytes, mime) {
			if (await has(sha256)) return;
			const headers = { 'content-type': mime, 'x-amz-content-sha256': sha256 };
			const response = await client.fetch(addressOf(sha256), { method: 'PUT', headers, body: bytes });
			await response.arrayBuffer();
			if (!response.ok) throw new S3Error('PUT', response.status);
		},
		async get(sha256) {
			const response = await client.fetch(addressOf(sha256));
			const bytes = new Uint8Array(await response.arrayBuffer());
			if (response.status === 404) return null;
			if (!response.ok) throw new S3Error('GET', response.status);
			return bytes;
		}
	};
}
