import type { FormProps } from './form-props.ts';

type Bound = 'body' | 'typed' | 'rows';

/**
 * The props of a form as one object for its parts: what is bound through accessors, the rest as it stands at each
 * reading. The parts write to `form.body`, which is the page's own state.
 */
export function formOfProps<Body>(
	bound: Pick<FormProps<Body>, Bound>,
	rest: () => Omit<FormProps<Body>, Bound>
): FormProps<Body> {
	return new Proxy(bound as FormProps<Body>, {
		get: (own, key) => (Reflect.has(own, key) ? Reflect.get(own, key) : Reflect.get(rest(), key)) as unknown
	});
}
