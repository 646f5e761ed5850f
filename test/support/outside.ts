import Database from 'better-sqlite3'
import type { ApplicationFacts } from '../../src/preload/contract/applications'
import type { Wish } from '../../src/preload/contract/portal'

/*
 * What comes from outside while nobody is there to send it: applications, wishes of merchants, replies, mail servers that say no. Put
 * into the ledger's file as the storefront and the mailbox would have put it, so that screens have something to show.
 */

const APPLICANT: ApplicationFacts = {
  name: '有限会社つばめ工芸 長岡本店・オンライン販売部',
  nameKana: 'ユウゲンガイシャツバメコウゲイ',
  representative: '代表取締役 燕 千鶴',
  postalAddress: '940-0062 新潟県長岡市大手通 1 丁目 2 番 3 号',
  telephone: '0258-00-0000',
  email: 'chizuru@tsubame-kogei.example.jp',
  website: 'https://tsubame-kogei.example.jp',
  tNumber: 'T7000012050002',
  account: { bankCode: '0140', branchCode: '001', accountType: '1', accountNumber: '1234567', holderKana: 'ﾕ)ﾂﾊﾞﾒｺｳｹﾞｲ' },
  methods: ['bank_transfer'],
  noticeBy: 'mail',
  language: 'ja',
  termsVersion: '2026-11',
}

const REPLY = `お世話になっております。
先日の注文ですが、箱は届いたものの中身が一つ足りないようです。
残りはいつ届きますか。届かないようなら、その分だけ返金していただきたいです。

藤原`

/** Leaves applications, wishes, replies and notices that could not be sent in a ledger that is served at this moment. */
export function comeFromOutside(ledgerPath: string): void {
  const file = new Database(ledgerPath)
  file.pragma('foreign_keys = on')
  try {
    file.transaction(() => {
      apply(file)
      wish(file)
      reply(file)
      failToSend(file)
    })()
  } finally {
    file.close()
  }
}

const AT = Date.parse('2026-11-20T09:12:00+09:00')

function apply(file: Database.Database): void {
  const insert = file.prepare(
    "insert into applications (id, received_at, language, facts, email, sha256, state) values (?, ?, 'ja', ?, ?, ?, 'received')",
  )
  const second = { ...APPLICANT, name: '株式会社さくら書房', email: 'shop@sakura.example.jp', tNumber: null, website: '' }
  insert.run(1, AT, JSON.stringify(APPLICANT), APPLICANT.email, '1'.repeat(64))
  insert.run(2, AT + 60_000, JSON.stringify(second), second.email, '2'.repeat(64))
}

function wish(file: Database.Database): void {
  const [first = 0, second = 0] = file.prepare<[], number>("select id from merchants where state = 'active' order by id").pluck().all()
  const insert = file.prepare(
    "insert into merchant_requests (id, merchant_id, kind, wish, made_at, state) values (?, ?, ?, ?, ?, 'waiting')",
  )
  const contacts: Wish = {
    kind: 'contacts',
    contacts: {
      email: 'keiri@sakura-shobo.example.jp',
      postalAddress: '',
      language: 'ja',
      noticeBy: 'mail',
      webhookUrl: 'https://sakura-shobo.example.jp/hooks/daiko',
    },
  }
  const account: Wish = {
    kind: 'account',
    account: { bankCode: '0001', branchCode: '100', accountType: '1', accountNumber: '0099887', holderKana: 'ﾄﾞ)ﾐﾅﾄｺ-ﾋ-' },
  }
  insert.run(1, first, 'contacts', JSON.stringify(contacts), AT)
  insert.run(2, second, 'account', JSON.stringify(account), AT + 60_000)
}

function reply(file: Database.Database): void {
  const [order = null] = file.prepare<[], number>("select id from orders where protection = 'open' order by id").pluck().all()
  const insert = file.prepare(
    "insert into incoming_mails (id, message_id, received_at, sender, subject, text, order_id, state) values (?, ?, ?, ?, ?, ?, ?, 'waiting')",
  )
  insert.run(1, '<1@example.jp>', AT, 'fujiwara.yumi@example.jp', 'Re: 商品はお手元に届きましたか', REPLY, order)
  insert.run(2, '<2@example.jp>', AT + 60_000, 'info@example.com', '', 'どちら様でしょうか。', null)
}

const NO_SUCH_BOX = '550 5.1.1 <keiri@sakura-shobo.example.jp>: Recipient address rejected: User unknown in virtual mailbox table'
const LOST = 'The connection ended after the message was handed over, before the server answered'

function failToSend(file: Database.Database): void {
  const [dead = 0, unknown = 0] = file
    .prepare<[], number>("select id from notices where channel = 'mail' and state = 'waiting' order by id desc")
    .pluck()
    .all()
  const end = file.prepare('update notices set state = ?, attempts = 1, next_at = null, last_error = ?, version = version + 1 where id = ?')
  const tried = file.prepare('insert into notice_tries (id, notice_id, at, outcome, detail) values (?, ?, ?, ?, ?)')
  end.run('dead', NO_SUCH_BOX, dead)
  tried.run(1, dead, AT, 'refused', NO_SUCH_BOX)
  end.run('unknown', LOST, unknown)
  tried.run(2, unknown, AT, 'unknown', LOST)
}
