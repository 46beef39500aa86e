import type { SealingKeyTable } from './schema-feeds.ts';

/** A key pair by which the deployment signs its codes; the one with the highest `n` is the present one. */
export interface CodeKeyTable {
	n: number;
	/** First 5 bytes of SHA-256 of the public key, base32. */
	id: string;
	/** Uncompressed point of P-256, base64. */
	public_key: string;
	/** JSON Web Key. Never sent, never logged. */
	private_key: string;
	created_at: string;
}

/** Key pairs of the deployment. */
export interface KeyTables {
	sealing_key: SealingKeyTable;
	code_key: CodeKeyTable;
}
