import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { useCall } from '../../api'
import { actorName } from '../../parts/actor'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { Section } from '../settings/Section'
import { IdentityFacts } from './IdentityPanel'

/** Among the settings: who the agent is, whether other rules wait, and the way to all of it. */
export function AgentSection() {
  const { t } = useWords()
  const { data, error } = useCall('settings.agent.get', {})
  return (
    <Section
      actions={
        <Button component={Link} href="/settings/agent" size="xs" variant="default">
          {t('agent.open')}
        </Button>
      }
      note={t('agent.text')}
      title={t('agent.title')}
    >
      <RefusalText error={error} />
      {data ? <IdentityFacts {...data.identity} /> : null}
      {data?.staged ? <StatusChip tone="wait">{t('agent.stagedBy', { name: actorName(data.staged.madeBy) })}</StatusChip> : null}
    </Section>
  )
}
