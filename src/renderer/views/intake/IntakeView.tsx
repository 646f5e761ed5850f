import { Tabs } from '@mantine/core'
import { useMay } from '../../api'
import { useAddress } from '../../parts/address'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { IntakeFiles } from './IntakeFiles'
import styles from './intake.module.css'
import { OrderIntake } from './OrderIntake'
import { StatementIntake } from './StatementIntake'

/*
 * 取込: how statements and orders come in. A file is read and its plan shown before anything is stored; what is applied is what was
 * shown. From here the money goes to the deposits, and what did not clear by itself to the clearing desk.
 */
const TABS = ['statement', 'orders', 'files'] as const

export function IntakeView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const mayBringIn = useMay('bring_in')
  const tabs = mayBringIn ? TABS : TABS.slice(2)
  const tab = tabs.find((one) => one === values.tab) ?? tabs[0] ?? 'files'
  return (
    <Page fill title={t('intake.title')}>
      <Tabs className={styles.tabs} keepMounted={false} onChange={(next) => set({ tab: next })} value={tab}>
        <Tabs.List mb="sm">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`intake.tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel className={styles.panel} value="statement">
          <StatementIntake />
        </Tabs.Panel>
        <Tabs.Panel className={styles.panel} value="orders">
          <OrderIntake />
        </Tabs.Panel>
        <Tabs.Panel className={styles.list} value="files">
          <IntakeFiles />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
