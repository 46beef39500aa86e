/** The public half of a key by which the deployment signs its codes, as every phone keeps it (reference kind `codeKey`). */
export interface CodeKey {
	/** First 5 bytes of SHA-256 of the key, base32: what a code names its key by. */
	readonly code: string;
	/** Uncompressed point, base64. */
	readonly key: string;
}

export const CODE_CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const CODE_SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
