import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { useAct, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { RefusalText } from '../../parts/RefusalText'
import form from '../../parts/settings-form.module.css'
import { useWords } from '../../words'
import { MoneyRulesDifference } from '../approvals/MoneyFacts'
import { FactList } from '../merchants/TermFacts'
import { Section } from '../settings/Section'
import styles from './agent.module.css'
import type { KeptSettings } from './IdentityPanel'
import { RulesFields } from './RulesFields'
import { ruleTerms } from './rule-terms'
import { draftOf, isSame, readRules } from './rules-draft'
import { TransferFeeTables } from './TransferFeeTables'

/** The rules in force, those that wait for a supervisor beside them, and the way to ask for others. */
export function RulesPanel({ settings }: { settings: KeptSettings }) {
  const { t } = useWords()
  const mayAdminister = useMay('administer')
  const [changing, setChanging] = useState(false)
  const { staged, rules } = settings
  const action =
    mayAdminister && !changing && !staged ? (
      <Button onClick={() => setChanging(true)} size="xs" variant="default">
        {t('agent.changeRules')}
      </Button>
    ) : null
  return (
    <Section actions={action} note={t('agent.rulesText')} title={t('agent.rules')}>
      {staged ? (
        <div className={form.staged}>
          <p>
            {t('agent.stagedBy', { name: actorName(staged.madeBy) })} · <Link href="/approvals">{t('agent.toApprovals')}</Link>
          </p>
          <MoneyRulesDifference after={staged.rules} before={rules} />
          {mayAdminister ? <p className={styles.dimmed}>{t('agent.onlyOne')}</p> : null}
        </div>
      ) : null}
      {changing && !staged ? (
        <RulesForm onEnd={() => setChanging(false)} settings={settings} />
      ) : (
        <Stack gap="sm">
          {staged ? <h3 className={styles.heading}>{t('agent.present')}</h3> : null}
          <FactList facts={ruleTerms(rules, t).flatMap(([key, name, text]) => (key === 'transferFees' ? [] : [[name, text] as const]))} />
          <TransferFeeTables tables={rules.payouts.transferFees} />
          {mayAdminister ? null : <p className={styles.dimmed}>{t('agent.whoMay')}</p>}
        </Stack>
      )}
    </Section>
  )
}

/** Other rules, asked for as a whole. */
function RulesForm({ settings, onEnd }: { settings: KeptSettings; onEnd: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(() => draftOf(settings.rules))
  const [tried, setTried] = useState(false)
  const save = useAct('settings.agent.save')
  const { rules, problems } = readRules(draft)
  const { version, identity } = settings
  const send = () => {
    setTried(true)
    if (rules) save.mutate({ version, settings: { identity, rules } }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="md">
      <RulesFields draft={draft} onChange={setDraft} wrong={(path) => tried && problems.includes(path)} />
      <RefusalText error={save.error} />
      <Group gap="xs">
        <Button disabled={rules !== null && isSame(rules, settings.rules)} loading={save.isPending} onClick={send} size="xs">
          {t('agent.stageRules')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
        {tried && problems.length > 0 ? <p role="alert">{t('parts.formRefused')}</p> : null}
      </Group>
    </Stack>
  )
}
