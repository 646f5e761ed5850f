import { describe, expect, it } from 'vitest'
import { createLane } from '../../../src/main/services/lane'

/** A lane whose work the test looks at. */
function lane(own: { atOnce?: number; waitingMost?: number; breaks?: number } = {}) {
  const batches: number[][] = []
  const made = createLane<number, string>({
    atOnce: own.atOnce ?? 3,
    waitingMost: own.waitingMost ?? 10,
    work: async (batch) => {
      batches.push([...batch])
      if (own.breaks !== undefined && batch.includes(own.breaks)) throw new Error(`${own.breaks} breaks`)
      return batch.map((request) => `answer ${request}`)
    },
  })
  const enter = (request: number) => made.enter(request)
  return { enter, batches, settled: made.settled }
}

describe('a lane', () => {
  it('works on what has come meanwhile together, so many at once, in the order in which it came', async () => {
    const { enter, batches } = lane()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(enter))
    expect(answers).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5'])
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('begins anew after it was empty', async () => {
    const { enter, batches } = lane()
    await enter(1)
    await enter(2)
    expect(batches).toEqual([[1], [2]])
  })

  it('is settled when everybody who is in was worked on, and at once where nobody is', async () => {
    const { enter, batches, settled } = lane()
    await settled()
    const answers = [1, 2, 3, 4].map(enter)
    await settled()
    expect(batches).toEqual([[1, 2, 3], [4]])
    await Promise.all(answers)
  })

  it('takes nobody in when it is full', async () => {
    const { enter } = lane({ waitingMost: 2 })
    const [first, second, third] = [enter(1), enter(2), enter(3)]
    expect(third).toBeNull()
    expect(await Promise.all([first, second])).toEqual(['answer 1', 'answer 2'])
    expect(await enter(4)).toBe('answer 4')
  })

  it('does not let one that breaks take the others with it', async () => {
    const { enter, batches } = lane({ breaks: 2 })
    const settled = await Promise.allSettled([1, 2, 3].map(enter))
    expect(settled).toEqual([
      { status: 'fulfilled', value: 'answer 1' },
      { status: 'rejected', reason: new Error('2 breaks') },
      { status: 'fulfilled', value: 'answer 3' },
    ])
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]])
  })

  it('fails whom the work forgot to answer', async () => {
    const made = createLane<number, string>({ atOnce: 3, waitingMost: 3, work: async () => [] })
    await expect(made.enter(1)).rejects.toThrow('not answered')
  })
})
