/** Who is who on the chat platforms. */
import type { Identity, IdentityRepository } from '../ports/store.ts';
import type { Session } from './session.ts';
import { SAVE_IDENTITY } from './sql/save-identity.ts';

export function identityRepository(session: Session): IdentityRepository {
  return {
    async save({ platform, team, userId, rep, email }) {
      await session.sql(SAVE_IDENTITY, platform, team, userId, rep, email);
    },

    async ofRep(platform, rep) {
      return (await session.prisma.identity.findFirst({ where: { platform, rep } })) as Identity | null;
    },

    async ofUser({ platform, team, userId }) {
      const where = { platform_team_userId: { platform, team, userId } };
      return (await session.prisma.identity.findUnique({ where })) as Identity | null;
    },
  };
}
