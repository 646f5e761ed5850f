import type { Said } from '../../preload/contract/mails'

/*
 * What a mail says of an order, where it says it plainly: one answer, in words that leave no doubt, in Japanese or English. A
 * question, a condition, a denial nearby or a second answer is doubt, and doubt goes to a person: money is released by this.
 */
export interface Understood {
  readonly said: Said
  /** The text itself, where the answer needs a reason; else empty. */
  readonly reason: string
}

interface Phrase {
  readonly said: Said
  readonly by: 'payer' | 'merchant'
  /**
   * plain: nothing doubtful may stand anywhere else in the text · reasoned: a reason follows or precedes, in which much may be denied;
   * only the clause of the answer itself must be free of doubt.
   */
  readonly manner: 'plain' | 'reasoned'
  readonly patterns: readonly RegExp[]
}

/** Longer texts are letters, not answers. */
const LENGTH_MAX = 1_000
const REASON_MAX = 500

/** A Japanese sentence may end here, so nothing after it turns it round. */
const END = '(?=$|[\\s。.、,!:()「」]|ので|よ(?:$|[\\s。]))'
const ja = (text: string) => new RegExp(`(?:${text})${END}`, 'g')
const en = (text: string) => new RegExp(`(?<![\\w'])(?:${text})(?![\\w'])`, 'g')

const THING = '(?:(?:商品|品物|荷物|注文品|品|すべて|全部)(?:が|は|も|を)?)?'
const GOODS = '(?:it|them|this|that|anything|the (?:goods|order|items?|package|parcel|product)|my (?:goods|order|items?|package|parcel))'

/** Denials first: what they take is not looked at again, so that "not received" is no "received". */
const phrases: readonly Phrase[] = [
  {
    said: 'not_arrived',
    by: 'payer',
    manner: 'plain',
    patterns: [
      ja(
        `(?:まだ|未だに?|いまだに?)?[、,]?${THING}(?:まだ|未だに?|いまだに?)?(?:届いて(?:い|おり)?ません|届きません(?:でした)?|届いて(?:い)?ない|届かない|届かず|到着して(?:い|おり)ません|着いて(?:い|おり)ません|受け取って(?:い|おり)ません|受け取れて(?:い|おり)ません|受領して(?:い|おり)ません|未着|未到着|未受領)(?:です|んです|のです)?`,
      ),
      en(
        `(?:(?:${GOODS}|they|i|we) )?(?:(?:has|have|did) not|haven't|hasn't|didn't|not|never)(?: yet)?(?: been)? (?:received?|arrived?|come|came|got|gotten|delivered)(?: ${GOODS})?(?: yet| so far)?`,
      ),
      en('nothing (?:has |have )?(?:arrived|come|been delivered|been received)(?: yet| so far)?'),
    ],
  },
  {
    said: 'received',
    by: 'payer',
    manner: 'plain',
    patterns: [
      ja(
        `${THING}(?:届きました|届いた|届いて(?:い|おり)ます|受け?取りました|受け取った|受領(?:し|いたし|致し)ました|受領済み?|受取済み?|到着(?:し|いたし|致し)ました|到着済み?|着きました)`,
      ),
      en(`(?:(?:i|we) )?(?:(?:have|has) )?(?:(?:safely|duly|already|just|now) )?received(?: ${GOODS})?`),
      en(`(?:(?:${GOODS}|they) )?(?:(?:have|has) )?(?:(?:safely|duly|already|just|now|all) )?arrived`),
      en(`(?:i|we)(?: have|'ve)? got ${GOODS}`),
    ],
  },
  {
    said: 'return_wanted',
    by: 'payer',
    manner: 'reasoned',
    patterns: [
      ja(
        '(?:返品|返却|返送)(?:を|の)?(?:希望(?:です|(?:します|いたします|致します|して(?:い|おり)ます))?|お願い(?:します|いたします|致します|したいです)|したい(?:です|と思います|と思って(?:い|おり)ます|と存じます|と考えて(?:い|おり)ます)?|したく存じます|します|いたします|致します|させてください|させて(?:いただき|頂き)(?:ます|たいです|たく存じます))',
      ),
      ja('返したい(?:です|と思います)?'),
      en(`(?:(?:i|we)(?:'d| would)? )?(?:want|wish|like|need|have decided) to (?:return|send ${GOODS} back)(?: ${GOODS})?`),
      en('return (?:wanted|requested|please)'),
      en(`(?:i am|i'm|we are|we're) (?:returning|sending back) ${GOODS}`),
    ],
  },
  {
    said: 'refused',
    by: 'merchant',
    manner: 'reasoned',
    patterns: [
      ja(
        '(?:受注|承諾|(?:お)?引き?受け|お受け)(?:は|が|を)?(?:(?:すること)?(?:が|は)?でき(?:ません|かねます)|(?:いた|致)しかねます|しません|(?:いた|致)しません|不可(?:です)?)',
      ),
      ja('(?:お断り|辞退)(?:します|いたします|致します|させて(?:いただき|頂き)ます)'),
      en(
        "(?:(?:we|i) )?(?:cannot|can not|can't|(?:are |am )?unable to|do not|don't|will not|won't) accept(?: (?:it|this|the) ?(?:order)?)?",
      ),
      en('(?:we|i) (?:must |have to )?(?:decline|refuse|reject)(?: (?:it|this|the)(?: order)?)?'),
      en('order (?:declined|refused|rejected)'),
    ],
  },
  {
    said: 'accepted',
    by: 'merchant',
    manner: 'plain',
    patterns: [
      ja('(?:ご?注文を?)?(?:受注|承諾|お?引き?受け|お受け)(?:(?:いた|致)?し(?:ます|ました)|可能?(?:です)?)'),
      ja('(?:ご?注文を?)?(?:引き?受けます|承りました|承ります)'),
      en('(?:(?:we|i) )?(?:(?:hereby|gladly|will) )?(?:accept|accepted)(?: (?:it|this|the)(?: order)?)?'),
    ],
  },
  {
    said: 'goods_returned',
    by: 'merchant',
    manner: 'plain',
    patterns: [
      ja(
        '返品(?:商品|品|された商品)?(?:を|が|は)?(?:確かに|無事に?)?(?:受け?取りました|受領(?:し|いたし|致し)ました|届きました|到着(?:し|いたし|致し)ました|戻りました|着きました)',
      ),
      ja('(?:商品|品物)(?:が|は)(?:無事に?)?戻(?:りました|ってきました|って来ました)'),
      en(
        '(?:the )?(?:goods|items?|return|parcel|package|product) (?:is|are|was|were|came|has come|have come|has been|have been) (?:back|returned|received)',
      ),
      en('(?:(?:we|i) )?(?:have )?(?:received|got) (?:the )?(?:return|returned (?:goods|items?|product|parcel|package)|goods back)'),
    ],
  },
]

/** What people write out of politeness, and what sounds like a denial but is none. */
const COURTESIES =
  /(?:問題|異常|不備|間違い|相違|申し訳)(?:は|も)?(?:あり|ござい)ません|すみません|(?:ご?連絡|ご?案内|メール|お知らせ)(?:を)?(?:いただき|頂き|くださり)?(?:、)?(?:誠に|どうも)?ありがとうございま(?:す|した)|(?:thank you|thanks)(?: very much)?(?: for (?:your|the) (?:e-?mail|message|reminder|notice))?|no problems?(?: at all)?|without (?:any )?problems?/g

const QUESTION = /[?]|(?:です|ます|ません|ました|でしょう)か(?:$|[\s。.、])/
/** Takes back what was said, or says it was not meant. */
const REVOKED =
  /取り?消|撤回|間違いでした|やめ|不要|キャンセル|(?<!\w)(?:cancel|withdraw|mistake|no longer|instead|never mind|changed my mind)(?!\w)/
const CONDITION = /もし|たら|れば|なら|場合|かも|予定|(?<!\w)(?:if|when|once|until|unless|whether|might|may|maybe|will|would|should)(?!\w)/
const DENIAL = /(?<!\w)(?:not|no|never|nor|cannot|without|neither)(?!\w)|n't(?!\w)/
const JAPANESE_DENIAL = /ません|ない|なかった|なく|ずに|まだ|未/
/** Only part of it, not as it should be, or something else than the goods. */
const RESERVATION =
  /しかし|ですが|ましたが|けど|けれど|ただし|のに|一部|だけ|壊|破損|不良|違|足り|不足|欠品|傷|汚れ|はず|つもり|思い|でしょう|だろう|メール|連絡|案内|通知|お知らせ|請求|入金|代金|返金|(?<!\w)(?:but|however|although|though|except|only|part|partly|some|damaged|broken|wrong|missing|incomplete|defective|think|believe|hope|expect|still|you|your|payment|money|e-?mail|message|invoice|refund|before|after)(?!\w)/

/** What a mail says, or null where it does not say one thing plainly. */
export function understand(text: string, by: 'payer' | 'merchant'): Understood | null {
  const plain = text.normalize('NFKC').replace(/[’‘]/g, "'").toLowerCase().trim()
  if (plain === '' || plain.length > LENGTH_MAX || QUESTION.test(plain) || REVOKED.test(plain)) return null
  const bare = plain.replace(/[ \t]+/g, ' ').replace(COURTESIES, ' ')
  const found = answersIn(bare, by)
  const [answer] = found
  if (!answer || found.length > 1) return null
  const isClear = answer.phrase.manner === 'plain' ? !isDoubtful(answer.rest) : !answer.clauses.some(isUncertain)
  if (!isClear) return null
  const needsReason = answer.phrase.said !== 'received' && answer.phrase.said !== 'accepted' && answer.phrase.said !== 'goods_returned'
  return { said: answer.phrase.said, reason: needsReason ? text.replace(/\s+/g, ' ').trim().slice(0, REASON_MAX) : '' }
}

interface Answer {
  readonly phrase: Phrase
  /** The text without the words of any answer. */
  readonly rest: string
  /** What stands in the same clause as the answer, without it. */
  readonly clauses: readonly string[]
}

/** Stands where an answer stood. */
const MARK = '\uE000'
const CLAUSES = /[。.、,;:!\n]|(?<!\w)(?:because|as|since|so|and)(?!\w)|(?:ので|ため)/

/** The answer speaks of a thing that was not taken up with it: a letter, a box, goods by their own name. */
const SOMETHING_ELSE = new RegExp(
  `[をがはも]${MARK}|${MARK} (?:a|an|the|my|our|another|some|one|\\d+)(?!\\w)|(?<!\\w)(?:a|an|the|my|our|another|this|that) [\\w ]+${MARK}`,
)

/** Every different answer that stands in the text. */
function answersIn(text: string, by: 'payer' | 'merchant'): Answer[] {
  let rest = text
  const found: Phrase[] = []
  for (const phrase of phrases.filter((each) => each.by === by)) {
    const marked = phrase.patterns.reduce((left, pattern) => left.replace(pattern, MARK), rest)
    if (marked !== rest) found.push(phrase)
    rest = marked
  }
  const clauses = rest.split(CLAUSES).filter((clause) => clause.includes(MARK))
  return found.map((phrase) => ({ phrase, rest, clauses }))
}

function isDoubtful(rest: string): boolean {
  return [CONDITION, DENIAL, JAPANESE_DENIAL, RESERVATION, SOMETHING_ELSE].some((doubt) => doubt.test(rest))
}

/** Japanese denies after the verb, which an answer's end rules out; English before it. */
function isUncertain(clause: string): boolean {
  return CONDITION.test(clause) || DENIAL.test(clause)
}
