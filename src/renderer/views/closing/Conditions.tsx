import { Table } from '@mantine/core'
import { Link } from 'wouter'
import type { CloseCondition, CloseState } from '../../../preload/contract/closing'
import { Money } from '../../parts/Money'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import styles from './closing.module.css'

/** Where what stands against a condition is put right. */
const WHERE: Partial<Record<CloseCondition['name'], string>> = {
  statements_in: '/intake',
  statements_posted: '/intake?tab=files',
  no_hole: '/intake?tab=files',
  no_number_missing: '/intake?tab=files',
  balance_equals_bank: '/deposits',
  suspense_explained: '/exceptions',
  outgoing_explained: '/exceptions',
  trial_balance_zero: '/settings',
  runs_settled: '/payouts',
}

/** Every condition of a close, whether it holds, what stands against it, and where to go. */
export function Conditions({ state }: { state: CloseState }) {
  const { t } = useWords()
  return (
    <section>
      <h2>{t('closing.conditions')}</h2>
      <Table aria-label={t('closing.conditions')} fz="sm">
        <Table.Tbody>
          {state.conditions.map((condition) => (
            <Table.Tr key={condition.name}>
              <Table.Th fw={400} scope="row">
                {t(`exceptions.closeCondition.${condition.name}`)}
              </Table.Th>
              <Table.Td>
                <StatusChip tone={condition.holds ? 'done' : 'wrong'}>{t(condition.holds ? 'closing.holds' : 'closing.open')}</StatusChip>
              </Table.Td>
              <Table.Td className={styles.cell}>
                <Against condition={condition} />
              </Table.Td>
              <Table.Td>
                <Way condition={condition} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const MOST_NAMED = 5

function Against({ condition }: { condition: CloseCondition }) {
  const { t } = useWords()
  const more = condition.against.length - MOST_NAMED
  return (
    <>
      {condition.against.slice(0, MOST_NAMED).map(({ what, amount }) => (
        <div key={what}>
          {NAMED[what] === undefined ? what : t(NAMED[what])} {amount === null ? null : <Money amount={amount} unit={t('parts.yen')} />}
        </div>
      ))}
      {more > 0 ? t('approvals.run.more', { count: more }) : null}
    </>
  )
}

const NAMED: Readonly<Record<string, 'closing.suspense' | 'closing.outgoing' | 'closing.trialBalance'>> = {
  suspense: 'closing.suspense',
  unexplained_outgoing: 'closing.outgoing',
  trial_balance: 'closing.trialBalance',
}

function Way({ condition: { name, holds } }: { condition: CloseCondition }) {
  const { t } = useWords()
  const where = WHERE[name]
  return holds || where === undefined ? null : <Link href={where}>{t('closing.goTo')}</Link>
}
