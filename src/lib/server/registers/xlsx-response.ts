import { registerXlsx } from './register-xlsx.ts';
import type { RegisterSource } from './register.ts';

/** A register as a download, made while it is sent. @param name of the file, without its ending, for each of both kinds of browser */
export async function xlsxResponse(
	register: RegisterSource,
	name: { readonly plain: string; readonly whole: string }
): Promise<Response> {
	return new Response(await registerXlsx(register), {
		headers: {
			'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
			'content-disposition': `attachment; filename="${name.plain}.xlsx"; filename*=UTF-8''${encodeURIComponent(name.whole)}.xlsx`,
			'cache-control': 'no-store'
		}
	});
}
