/** Signing out never drops work: what is unsent stays on the phone, hidden, and goes when its person is back. */
import { credentials } from './harness/accounts.ts';
import { VISIT } from './harness/samples.ts';
import { text } from './harness/texts.ts';
import { expect, test } from './harness/world.ts';
import { PersonsPage } from './pages/persons.ts';
import { SignInPage } from './pages/sign-in.ts';

test('unsent work is not erased, stays after signing out, and is sent after signing in', async ({
	world
}) => {
	const phone = await world.phone('volunteer');
	const persons = new PersonsPage(phone.page);
	const { login, password } = credentials('volunteer');
	await phone.network.cut();
	const id = await phone.save('visit', VISIT);

	await phone.today();
	const dialog = await persons.signOut();
	await expect(dialog).toContainText(text('sign_out_waiting', { n: 1 }));
	const leave = dialog.getByRole('button', { name: text('me_sign_out'), exact: true });
	await dialog.getByRole('checkbox').check();
	await leave.click();
	await expect(dialog.getByRole('alert')).toContainText(text('sign_out_refused'));
	await dialog.getByRole('checkbox').uncheck();
	await leave.click();

	await persons.isShown();
	await expect(persons.row(login)).toContainText(text('chooser_signed_out'));
	await expect(persons.row(login)).toContainText(text('count_waiting', { n: 1 }));
	await phone.page.goto(`/records/${id}`);
	await persons.isShown();

	await phone.network.restore();
	await persons.row(login).getByRole('button').click();
	await new SignInPage(phone.page).signIn(login, password);
	await phone.settle();
	await (await phone.record(id)).isAtStage('on_server');
});
