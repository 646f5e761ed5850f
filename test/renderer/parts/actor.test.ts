import { describe, expect, it } from 'vitest'
import { actorName } from '../../../src/renderer/parts/actor'

describe('who did something', () => {
  it.each([
    { actor: 'user:yamada', name: 'yamada' },
    { actor: 'cli:root', name: 'cli:root' },
    { actor: 'system', name: 'Daiko' },
  ])('$actor is $name', ({ actor, name }) => {
    expect(actorName(actor)).toBe(name)
  })
})
