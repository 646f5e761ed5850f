import { Tabs } from '@mantine/core'
import { useAddress } from '../../parts/address'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { CollectionExceptions } from './CollectionExceptions'
import styles from './collections.module.css'
import { ResultFiles } from './ResultFiles'
import { SettledTransfers } from './SettledTransfers'
import { Transfers } from './Transfers'

/*
 * 収納: what others collect for the bank. Result files come in and pay orders; what nobody can place waits for a person; the agent's
 * transfer is cleared against what it owes. From here the money goes to the merchants' payouts.
 */
const TABS = ['files', 'exceptions', 'transfers', 'settled'] as const
const BODIES = { files: ResultFiles, exceptions: CollectionExceptions, transfers: Transfers, settled: SettledTransfers }

export function CollectionsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const tab = TABS.find((one) => one === values.tab) ?? 'files'
  return (
    <Page fill title={t('collections.title')}>
      <Tabs
        className={styles.tabs}
        keepMounted={false}
        onChange={(next) => set({ tab: next === 'files' ? null : next, line: null, transfer: null })}
        value={tab}
      >
        <Tabs.List mb="sm">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`collections.tab.${one}`)}
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
