import { SegmentedControl } from '@mantine/core'
import { useCall } from '../../api'
import { useAddress } from '../../parts/address'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { ApplicationList } from './ApplicationList'
import { applicationFilterOf } from './application-filter'
import { RequestList } from './RequestList'

const TABS = ['applications', 'requests'] as const

/** 申込: applications of merchants, and the wishes of those that are here already. */
export function ApplicationsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const asked = applicationFilterOf(values)
  const waiting = useCall('home.pulse', {}).data?.applications
  const tab = (
    <SegmentedControl
      aria-label={t('applications.title')}
      data={TABS.map((one) => ({ value: one, label: t(`applications.tab.${one}`) }))}
      onChange={(next) => set({ tab: next })}
      size="xs"
      value={asked.tab}
    />
  )
  return (
    <Page counted={waiting === undefined ? null : t('frame.waiting', { count: waiting })} fill title={t('applications.title')}>
      {asked.tab === 'requests' ? (
        <RequestList openId={asked.request ?? null} set={set} state={asked.wishes} tab={tab} />
      ) : (
        <ApplicationList openId={asked.application ?? null} set={set} state={asked.state} tab={tab} />
      )}
    </Page>
  )
}
