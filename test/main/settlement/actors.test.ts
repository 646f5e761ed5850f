import { describe, expect, it } from 'vitest'
import { actorOf, isPerson } from '../../../src/main/settlement/actors'

describe('a person is the same at the desk and by command', () => {
  const cases: [actor: string, name: string, same: boolean][] = [
    ['user:yamada', 'yamada', true],
    ['cli:yamada', 'yamada', true],
    ['user:sato', 'yamada', false],
    ['cli:sato', 'yamada', false],
    ['system', 'system', false],
    ['portal:yamada', 'yamada', false],
    ['user:yamada2', 'yamada', false],
  ]
  it.each(cases)('%s is %s: %s', (actor, name, same) => expect(isPerson(actor, name)).toBe(same))
  it.each([
    ['yamada', 'user:yamada'],
    ['cli:root', 'cli:root'],
  ])('%s acts as %s', (name, actor) => expect(actorOf(name)).toBe(actor))
})
