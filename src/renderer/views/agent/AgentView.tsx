import { Button, Stack } from '@mantine/core'
import { Link } from 'wouter'
import { useCall, useMay } from '../../api'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Section } from '../settings/Section'
import { IdentityPanel } from './IdentityPanel'
import { RulesPanel } from './RulesPanel'

/** 当行: who the agent is on paper, the rules by which it counts money, and what of them waits for a second person. */
export function AgentView() {
  const { t } = useWords()
  const { data, error } = useCall('settings.agent.get', {})
  return (
    <Page
      actions={
        <Button component={Link} href="/settings" size="xs" variant="default">
          {t('agent.toSettings')}
        </Button>
      }
      title={t('agent.title')}
    >
      <Stack gap="md" maw={1080}>
        <RefusalText error={error} title={t('parts.errorTitle')} />
        {data ? (
          <>
            <IdentityPanel settings={data} />
            <RulesPanel settings={data} />
          </>
        ) : error ? null : (
          <p>{t('parts.loading')}</p>
        )}
        <FileProfile />
      </Stack>
    </Page>
  )
}

/** How files are written for the bank is a matter of the connector. */
function FileProfile() {
  const { t } = useWords()
  const mayAdminister = useMay('administer')
  return (
    <Section
      actions={
        mayAdminister ? (
          <Button component={Link} href="/gateways" size="xs" variant="default">
            {t('agent.toProfile')}
          </Button>
        ) : null
      }
      note={t('agent.profileText')}
      title={t('agent.profile')}
    >
      {null}
    </Section>
  )
}
