import { Table } from '@mantine/core'
import { Link } from 'wouter'
import type { RulesTrial, TrialDecision, TrialDifference } from '../../../preload/contract/rules'
import { actorName } from '../../parts/actor'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { ReasonList } from '../deposits/ReasonList'
import styles from './rules.module.css'

/** Each deposit that the two sets of rules decide differently, with the reasons, beside what a person decided. */
export function TrialDifferences({ trial }: { trial: RulesTrial }) {
  const { t } = useWords()
  if (trial.differences.length === 0) return <p className={styles.dimmed}>{t('rules.noDifference')}</p>
  return (
    <>
      <p className={styles.dimmed}>{t('rules.differencesShown', { all: trial.differencesInAll, shown: trial.differences.length })}</p>
      <Table aria-label={t('rules.differences')} className={styles.table} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rules.deposit')}</Table.Th>
            <Table.Th>{t('rules.presentCleared')}</Table.Th>
            <Table.Th>{t('rules.otherCleared')}</Table.Th>
            <Table.Th>{t('rules.people')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {trial.differences.map((difference) => (
            <Table.Tr data-against={difference.against || undefined} key={difference.receiptId}>
              <Table.Td>
                <Link href={writeAddress('/deposits', { deposit: difference.receiptId })}>
                  <DateText date={difference.bookedOn} /> <Money amount={difference.amount} unit={t('parts.yen')} />
                </Link>
                <br />
                {difference.remitterName || '–'}
              </Table.Td>
              <Table.Td>
                <Decision decision={difference.present} />
              </Table.Td>
              <Table.Td>
                <Decision decision={difference.other} />
              </Table.Td>
              <Table.Td className={difference.against ? styles.against : undefined}>
                <People difference={difference} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function Decision({ decision }: { decision: TrialDecision | null }) {
  const { t } = useWords()
  if (!decision) return <span className={styles.dimmed}>{t('rules.waits')}</span>
  return (
    <>
      <Code>{decision.orders.join(' + ')}</Code>
      <br />
      {t(`rules.rule.${decision.rule}`)}
      <ReasonList reasons={decision.evidence} />
    </>
  )
}

function People({ difference: { people } }: { difference: TrialDifference }) {
  const { t } = useWords()
  if (!people) return <span className={styles.dimmed}>{t('rules.undecided')}</span>
  return (
    <>
      {people.orders.length > 0 ? <Code>{people.orders.join(' + ')}</Code> : null}{' '}
      {people.takenBack.length > 0 ? t('rules.tookBack', { orders: people.takenBack.join(', ') }) : null}
      <br />
      {actorName(people.by)}
    </>
  )
}
