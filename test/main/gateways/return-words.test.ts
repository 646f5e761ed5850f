import { describe, expect, it } from 'vitest'
import { saysReturned } from '../../../src/main/gateways/return-words'

describe('a description that says money came back', () => {
  it.each([
    'ｸﾐﾓﾄﾞｼ',
    'クミモドシ',
    'ﾌﾘｺﾐﾍﾝｷﾔｸ',
    'ﾌﾘｺﾐ ﾍﾝｷｬｸ',
    'シキンヘンキャク',
    'ﾍﾝｷﾔｸ 1120',
    '組戻',
    '組み戻し',
    '振込返却',
    '資金返却',
    '振込　返却',
  ])('%s', (text) => {
    expect(saysReturned(text)).toBe(true)
  })

  it.each(['', 'ﾌﾘｺﾐ', 'ﾍﾝｷﾝ', 'ｸﾐｱｲ', '返品', '振込'])('not %j', (text) => {
    expect(saysReturned(text)).toBe(false)
  })
})
