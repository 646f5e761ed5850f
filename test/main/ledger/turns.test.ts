import { describe, expect, it } from 'vitest'
import { localTurns } from '../../../src/main/ledger/turns'

const later = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('turns', () => {
  it('are taken one at a time, in the order of asking', async () => {
    const turns = localTurns()
    const told: string[] = []
    const take = (name: string, pauses: number) =>
      turns.take(async () => {
        told.push(`${name} begins`)
        for (let pause = 0; pause < pauses; pause++) await later()
        told.push(`${name} ends`)
        return name
      })
    expect(await Promise.all([take('a', 5), take('b', 0), take('c', 2)])).toEqual(['a', 'b', 'c'])
    expect(told).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('do not stop when one fails; whoever asked is told', async () => {
    const turns = localTurns()
    const failing = turns.take(() => Promise.reject(new Error('broken')))
    const next = turns.take(async () => 'works')
    await expect(failing).rejects.toThrow('broken')
    expect(await next).toBe('works')
  })

  it('are fair: whoever asks again goes to the end', async () => {
    const turns = localTurns()
    const told: string[] = []
    async function writeThrice(name: string): Promise<void> {
      for (let round = 1; round <= 3; round++) await turns.take(async () => void told.push(`${name}${round}`))
    }
    await Promise.all([writeThrice('a'), writeThrice('b')])
    expect(told).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
  })
})
