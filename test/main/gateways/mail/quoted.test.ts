import { describe, expect, it } from 'vitest'
import { ownWords } from '../../../../src/main/gateways/mail/quoted'

describe('the own words of a mail', () => {
  const cases: [program: string, text: string, own: string][] = [
    ['nothing quoted', '届きました。\nありがとうございました。', '届きました。\nありがとうございました。'],
    [
      'marked lines below',
      'Received\n\nOn Fri, 20 Nov 2026 at 10:32, Bank <bank@example.jp> wrote:\n> Please tell us\n> Not arrived\n',
      'Received',
    ],
    ['marked lines above', 'On Fri, 20 Nov 2026 at 10:32, Bank <bank@example.jp> wrote:\n> Please tell us\n\nReceived', 'Received'],
    [
      'an introduction over two lines',
      'Received\n\nOn Friday, 20 November 2026 at 10:32 am, Minato Bank\n<bank@example.jp> wrote:\n\n> Please',
      'Received',
    ],
    ['between the lines', '> 届きましたか\n届きました\n> 返品しますか\nいいえ', '届きました\nいいえ'],
    ['a Japanese introduction', '届きました\n\n2026年11月20日(金) 10:32 みなと銀行 <bank@example.jp>:\n> 届いていません', '届きました'],
    [
      'a Japanese introduction with slashes',
      '届きました\n\n2026/11/20 10:32、みなと銀行 <bank@example.jp> のメール:\n\n> 届いていません',
      '届きました',
    ],
    [
      'unmarked lines after an introduction',
      '届きました\n\n2026年11月20日(金) 10:32 みなと銀行 <bank@example.jp>:\n届いていません',
      '届きました',
    ],
    [
      'Outlook',
      'Received\r\n\r\n________________________________\r\nFrom: Bank <bank@example.jp>\r\nSent: Friday\r\nSubject: A-100\r\n\r\nNot arrived',
      'Received',
    ],
    ['Outlook without a line', 'Received\n\nFrom: Bank <bank@example.jp>\nSent: Friday, 20 November\nTo: Taro\n\nNot arrived', 'Received'],
    [
      'Outlook in Japanese',
      '届きました\n\n差出人: みなと銀行 <bank@example.jp>\n送信日時: 2026年11月20日\n件名: A-100\n\n届いていません',
      '届きました',
    ],
    ['an original message', '届きました\n\n-----Original Message-----\nFrom: bank\n届いていません', '届きました'],
    ['a signature', 'Received\n-- \nTaro Yamada\nNot arrived Ltd.', 'Received'],
    ['full-width marks', '届きました\n＞届いていません', '届きました'],
    ['empty lines', 'a\n\n\n\n\nb', 'a\n\nb'],
    ['a line that only looks like a head', 'From: my point of view it is fine\nReceived', 'From: my point of view it is fine\nReceived'],
    ['nothing but a quotation', '> 届きました', ''],
  ]
  it.each(cases)('%s', (_program, text, own) => {
    expect(ownWords(text)).toBe(own)
  })
})
