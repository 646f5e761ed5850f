import { expect, it } from 'vitest'
import { deskKeys, seatKeys } from '../../../../src/renderer/views/clearing/desk-keys'

const t = (key: string) => key

it('a desk among others has a key to take over, to assign, to hand over and for what is mine, and none of them is taken', () => {
  const pressed: string[] = []
  const act = (name: string) => () => pressed.push(name)
  const acts = { takeOver: act('takeOver'), assign: act('assign'), openHandOver: act('handOver'), toggleMine: act('mine') }
  const keys = seatKeys(t, acts)
  for (const { run } of keys) run()
  expect(keys.map(({ keys: key }, at) => `${key} ${pressed[at]}`)).toEqual(['t takeOver', 'a assign', 'o handOver', 'm mine'])
  const others = deskKeys(t, () => undefined, true).map(({ keys: key }) => key)
  expect(keys.filter(({ keys: key }) => others.includes(key))).toEqual([])
})
