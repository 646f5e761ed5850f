import { Tabs } from '@mantine/core'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen, yen } from '../../../preload/contract/money'
import { useCall } from '../../api'
import { useAddress } from '../../parts/address'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { Cycles } from './Cycles'
import { DebitExceptions } from './DebitExceptions'
import styles from './debits.module.css'
import { Mandates } from './Mandates'
import { Runs } from './Runs'

/*
 * 口座振替: the accounts of payers are debited by their mandates. A clerk makes the file of a day, a supervisor releases it, its result comes
 * back and pays orders; what nobody can place waits for a person. The collector's transfer is cleared among the collections.
 */
const TABS = ['cycles', 'runs', 'exceptions', 'mandates'] as const
const BODIES = { cycles: Cycles, runs: Runs, exceptions: DebitExceptions, mandates: Mandates }

export function DebitsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const cycles = useCall('debits.cycles', {}).data?.cycles
  const tab = TABS.find((one) => one === values.tab) ?? 'cycles'
  return (
    <Page counted={cycles ? t('debits.counted', toCome(cycles)) : null} fill title={t('debits.title')}>
      <Tabs
        className={styles.tabs}
        keepMounted={false}
        onChange={(next) => set({ tab: next === 'cycles' ? null : next, run: null, line: null, mandate: null })}
        value={tab}
      >
        <Tabs.List mb="sm">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`debits.tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map((one) => {
          const Body = BODIES[one]
          return (
            <Tabs.Panel className={styles.panel} key={one} value={one}>
              <Body />
            </Tabs.Panel>
          )
        })}
      </Tabs>
    </Page>
  )
}

/** How many orders are to be debited, and what they come to. */
const toCome = (cycles: OutputOf<'debits.cycles'>['cycles']) => ({
  orders: cycles.reduce((sum, cycle) => sum + cycle.orders, 0),
  amount: formatYen(yen(cycles.reduce((sum, cycle) => sum + cycle.amount, 0))),
})
