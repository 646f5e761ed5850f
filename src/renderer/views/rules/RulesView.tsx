import { Button, Stack } from '@mantine/core'
import { Link } from 'wouter'
import { Page } from '../../parts/Page'
import { useWords } from '../../words'
import { RuleRecords } from './RuleRecords'

/** 消込の規則: how each rule of clearing has fared. */
export function RulesView() {
  const { t } = useWords()
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
      </Stack>
    </Page>
  )
}
