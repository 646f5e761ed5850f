/*
 * Money that came back: a bank books a returned payout (組戻し, 振込返却, 資金返却) as money in, with nothing but its own words
 * to tell it from a customer's payment. ﾍﾝｷﾔｸ alone also covers ﾌﾘｺﾐﾍﾝｷﾔｸ and ｼｷﾝﾍﾝｷﾔｸ.
 */
const returnWords = ['クミモドシ', 'ヘンキヤク', '組戻', '組み戻', '振込返却', '資金返却']

/** A text without any of these characters has none of the words; most descriptions are settled by that. */
const firstLook = /[ｸﾍクヘ組返]/

const smallKana = 'ァィゥェォッャュョヮ'
const largeKana = 'アイウエオツヤユヨワ'

/** Whether a bank's description says that the money came back. Any width, large or small kana, with or without spaces. */
export function saysReturned(description: string): boolean {
  if (!firstLook.test(description)) return false
  const plain = description
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[ァィゥェォッャュョヮ]/g, large)
  return returnWords.some((word) => plain.includes(word))
}

function large(small: string): string {
  return largeKana.charAt(smallKana.indexOf(small))
}
