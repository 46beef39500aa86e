/** As far as tests use it: an S3 server on this machine. */
declare module 's3rver' {
	export default class S3rver {
		constructor(options: {
			readonly port: number;
			readonly address: string;
			readonly silent: boolean;
			readonly directory: string;
			readonly resetOnClose: boolean;
			readonly vhostBuckets: boolean;
			readonly configureBuckets: readonly { readonly name: string; readonly configs: readonly string[] }[];
		});
		run(): Promise<{ readonly port: number }>;
		close(): Promise<void>;
	}
}
