-- AlterTable
ALTER TABLE "lead" ADD COLUMN     "company" TEXT,
ADD COLUMN     "match_keys" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "merged_into" UUID,
ADD COLUMN     "person" UUID,
ADD COLUMN     "screening" JSONB,
ADD COLUMN     "wrote_again_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "person_key" (
    "key" TEXT NOT NULL,
    "person" UUID NOT NULL,

    CONSTRAINT "person_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "hand_over" (
    "lead_id" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "sent_version" INTEGER NOT NULL DEFAULT 0,
    "remote_id" TEXT,
    "progress" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "hand_over_pkey" PRIMARY KEY ("lead_id","target")
);

-- CreateTable
CREATE TABLE "read_cursor" (
    "target" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "read_cursor_pkey" PRIMARY KEY ("target")
);

-- CreateIndex
CREATE INDEX "person_key_person_idx" ON "person_key"("person");

-- CreateIndex
CREATE INDEX "hand_over_remote_idx" ON "hand_over"("target", "remote_id") WHERE (remote_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "hand_over_dead_idx" ON "hand_over"("target", "failed_at") WHERE (state = 'dead');

-- CreateIndex
CREATE INDEX "lead_person_idx" ON "lead"("person", "received_at") WHERE (person IS NOT NULL AND merged_into IS NULL);

-- CreateIndex
CREATE INDEX "lead_company_idx" ON "lead"("company", "owned_at") WHERE (company IS NOT NULL AND owner IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_merged_idx" ON "lead"("merged_into") WHERE (merged_into IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_closed_idx" ON "lead"("status", "received_at", "id") WHERE (status = 'disqualified' OR status = 'won' OR status = 'lost' OR status = 'merged');

-- AddForeignKey
ALTER TABLE "hand_over" ADD CONSTRAINT "hand_over_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "lead"("id") ON DELETE CASCADE ON UPDATE CASCADE;
