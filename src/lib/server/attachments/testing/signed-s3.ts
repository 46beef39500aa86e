/**
 * An S3 server that believes nobody: npm's `s3rver` keeps the objects, and before it every request is checked by Signature
 * Version 4 as AWS describes it ("Create a signed AWS API request", "Authenticating requests: using the Authorization
 * header"), written from there and sharing nothing with what signs.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, request, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import S3rver from 's3rver';

/** The one key that s3rver knows; the secret is this server's own. */
export const ACCESS_KEY = 'S3RVER';
const MOST_SKEW = 15 * 60_000;
const SCHEME =
	/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

interface Asked {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

export interface SignedS3 {
	readonly endpoint: string;
	/** What was answered to each request, in order: `PUT 200`, `HEAD 403 SignatureDoesNotMatch`. */
	readonly said: string[];
	close(): Promise<void>;
}

/** @param folder where s3rver keeps the objects of its bucket `photos` */
export async function openSignedS3(folder: string, secret: string, region = 'us-east-1'): Promise<SignedS3> {
	const store = new S3rver({
		...{ port: 0, address: '127.0.0.1', silent: true, directory: folder, resetOnClose: true },
		...{ vhostBuckets: false, configureBuckets: [{ name: 'photos', configs: [] }] }
	});
	const { port } = await store.run();
	const said: string[] = [];
	const door = createServer((incoming, response) => {
		const pieces: Buffer[] = [];
		incoming.on('data', (piece: Buffer) => pieces.push(piece));
		incoming.on('end', () => {
			const { method = '', url = '', headers } = incoming;
			const asked = { method, url, headers, body: Buffer.concat(pieces) };
			const fault = faultOf(asked, secret, region);
			response.on('finish', () => said.push([method, response.statusCode, fault].filter(Boolean).join(' ')));
			if (fault === null) passOn(asked, port, response);
			else refuse(response, fault, method);
		});
	});
	await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
	return {
		endpoint: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
		said,
		async close() {
			await ended(door);
			await store.close();
		}
	};
}

/** The code of S3's error response, or null for a request that its sender signed with this secret. */
function faultOf({ method, url, headers, body }: Asked, secret: string, region: string): string | null {
	const [, key, day, place, service, names, signature] = SCHEME.exec(headers.authorization ?? '') ?? [];
	if (!day || !names || !signature) return 'AccessDenied';
	if (key !== ACCESS_KEY) return 'InvalidAccessKeyId';
	if (place !== region || service !== 's3') return 'AuthorizationHeaderMalformed';
	const signed = names.split(';');
	const stamp = String(headers['x-amz-date'] ?? '');
	const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
	if (!stamp.startsWith(day) || !(Math.abs(Date.now() - at) < MOST_SKEW)) return 'RequestTimeTooSkewed';
	const hash = String(headers['x-amz-content-sha256'] ?? '');
	const every = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
	if (!['host', ...every].every((name) => signed.includes(name))) return 'AccessDenied';
	const { pathname, searchParams } = new URL(url, 'http://host');
	const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
	const lines = signed.map(
		(name) =>
			`${name}:${String(headers[name] ?? '')
				.trim()
				.replace(/ +/g, ' ')}\n`
	);
	const canonical = [method, pathname, query.join('&'), lines.join(''), names, hash].join('\n');
	const scope = `${day}/${region}/s3/aws4_request`;
	const text = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
	const signing = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
		(by, part) => hmac(by, part),
		Buffer.from(`AWS4${secret}`)
	);
	if (!timingSafeEqual(hmac(signing, text), Buffer.from(signature, 'hex'))) return 'SignatureDoesNotMatch';
	return hash === 'UNSIGNED-PAYLOAD' || hash === sha256(body) ? null : 'XAmzContentSHA256Mismatch';
}

const sha256 = (of: string | Buffer) => createHash('sha256').update(of).digest('hex');
const hmac = (key: Buffer, of: string) => createHmac('sha256', key).update(of).digest();
const encoded = (text: string) =>
	encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function refuse(response: ServerResponse, code: string, method: string): void {
	response.writeHead(code === 'XAmzContentSHA256Mismatch' ? 400 : 403, { 'content-type': 'application/xml' });
	response.end(method === 'HEAD' ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

function passOn({ method, url, headers, body }: Asked, port: number, response: ServerResponse): void {
	const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	onward.on('error', () => response.destroy());
	onward.end(body);
}

function ended(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((done) => server.close(() => done()));
}
