-- CreateTable
CREATE TABLE "teams_team" (
    "id" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "installed" BOOLEAN NOT NULL,

    CONSTRAINT "teams_team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "teams_contact" (
    "tenant" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "chat" TEXT,

    CONSTRAINT "teams_contact_pkey" PRIMARY KEY ("tenant","user_id")
);

-- CreateIndex
CREATE INDEX "teams_contact_user_idx" ON "teams_contact"("user_id");
