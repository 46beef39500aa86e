import { createServer, type Server as HttpServer } from 'node:http';

/** A captive portal in a server's place: answers everything with 200 and a page that asks to sign in. */
export class Portal {
	readonly #server: HttpServer = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
		response.end('<!doctype html><title>Wi-Fi</title><h1>Wi-Fi</h1><form><input name="phone"></form>');
	});

	open(port: number): Promise<void> {
		return new Promise((settle) => this.#server.listen(port, () => settle()));
	}

	close(): Promise<void> {
		return new Promise((settle) => {
			this.#server.close(() => settle());
			this.#server.closeAllConnections();
		});
	}
}
