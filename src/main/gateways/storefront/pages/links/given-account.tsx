import { dateInJapan } from '../../../../../preload/contract/date'
import type { LinkedRefund } from '../../../counter'
import { Buttons, LinkButton } from '../parts/buttons'
import { Facts } from '../parts/facts'
import { NoticeBox } from '../parts/notice-box'
import { Day } from '../parts/written'
import { accountFacts } from './confirm-account'
import type { Visit } from './visit'

const SHOWN_DIGITS = 3

/** All but the last figures: whoever finds the mail later need not read the account. */
function hidden(number: string): string {
  return '*'.repeat(number.length - SHOWN_DIGITS) + number.slice(-SHOWN_DIGITS)
}

/** What was given, or that nothing is needed. */
export function GivenAccount({ visit, linked: { given, open } }: { visit: Visit; linked: LinkedRefund }) {
  const { given: say, notNeeded } = visit.words.refundAccount
  if (!given) {
    return (
      <NoticeBox tone="information" title={notNeeded.title}>
        <p>{notNeeded.text}</p>
      </NoticeBox>
    )
  }
  return (
    <>
      <NoticeBox tone="done" title={say.title}>
        <p>{say.text}</p>
        {given.holderMatches ? null : <p>{say.differs}</p>}
        {given.source === 'link' ? null : <p>{say.byBank}</p>}
      </NoticeBox>
      <section className="sheet">
        <Facts
          facts={[
            ...accountFacts(visit, given.account, hidden(given.account.accountNumber)),
            { label: say.on, value: <Day date={dateInJapan(given.at)} /> },
          ]}
        />
        {open ? (
          <Buttons>
            <LinkButton href={visit.address({ change: '1' })}>{say.change}</LinkButton>
          </Buttons>
        ) : (
          <p className="dimmed">{say.underWay}</p>
        )}
      </section>
    </>
  )
}
