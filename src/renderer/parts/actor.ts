/** Who did something, as people name them: `user:yamada` is yamada, the program itself is Daiko; a command says so (`cli:root`). */
export function actorName(actor: string): string {
  return actor === 'system' ? 'Daiko' : actor.replace(/^user:/, '')
}
