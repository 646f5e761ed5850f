import { Button, Stack } from '@mantine/core'
import { Link } from 'wouter'
import { useCall } from '../../api'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ClearingRulesPanel } from './ClearingRulesPanel'
import { RuleRecords } from './RuleRecords'

/** 消込の規則: how each rule of clearing has fared, which clear by themselves, and trying others on past deposits. */
export function RulesView() {
  const { t } = useWords()
  const { data, error } = useCall('rules.get', {})
  return (
    <Page
      actions={
        <Button component={Link} href="/settings" size="xs" variant="default">
          {t('rules.toSettings')}
        </Button>
      }
      title={t('rules.title')}
    >
      <Stack gap="md" maw={1080}>
        <RuleRecords />
        <RefusalText error={error} title={t('parts.errorTitle')} />
        {data ? <ClearingRulesPanel kept={data} /> : null}
      </Stack>
    </Page>
  )
}
