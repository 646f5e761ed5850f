/**
 * Whether an actor of the audit trail is this person: `user:yamada` at the desk, `cli:yamada` by command on the machine. Whoever did
 * something the one way does not decide about it the other way.
 */
export function isPerson(actor: string, name: string): boolean {
  return actor === `user:${name}` || actor === `cli:${name}`
}

/** How the audit trail names a user: an operator's own name is that already. */
export function actorOf(userName: string): string {
  return userName.startsWith('cli:') ? userName : `user:${userName}`
}
